package harbor.media.drawing;

/** What lies behind the thing: a soft gradient or a large calm shape, in the palette's ground. */
enum Backdrop {
  SPOTLIGHT(
      """
      <radialGradient id="bg" cy=".45" r=".7"><stop stop-color="{{glow}}"/>\
      <stop offset="1" stop-color="{{ground}}"/></radialGradient>
      <path fill="url(#bg)" d="M0 0h400v400H0z"/>\
      """),
  DISC(
      """
      <path fill="{{glow}}" d="M0 0h400v400H0z"/>
      <circle cx="200" cy="196" r="158" fill="{{ground}}"/>\
      """),
  SLOPE(
      """
      <linearGradient id="bg" x2="1" y2="1"><stop stop-color="{{glow}}"/>\
      <stop offset="1" stop-color="{{ground}}"/></linearGradient>
      <path fill="url(#bg)" d="M0 0h400v400H0z"/>
      <path fill="#fff" opacity=".4" d="M0 290 400 120v280H0z"/>\
      """),
  ARCH(
      """
      <path fill="{{ground}}" d="M0 0h400v400H0z"/>
      <path fill="{{glow}}" d="M64 400V186a136 136 0 0 1 272 0v214z"/>\
      """),
  CLOUD(
      """
      <path fill="{{glow}}" d="M0 0h400v400H0z"/>
      <path fill="{{ground}}" d="M52 150c10-86 120-116 196-88 92 30 132 118 100 196-32 84-132 100\
      -214 82C58 322 40 236 52 150z"/>\
      """);

  private final String shapes;

  Backdrop(String shapes) {
    this.shapes = shapes;
  }

  /** The backdrop of a picture number, in turn. */
  static Backdrop of(int number) {
    return values()[(number - 1) % values().length];
  }

  /** SVG elements that cover the whole picture. */
  String shapes() {
    return shapes;
  }
}
