package harbor.media.drawing;

/** How a picture shows the thing, which the drawing defines as {@code #it}. */
enum View {
  WHOLE("<use href=\"#it\" transform=\"translate(14 10) scale(.93)\"/>"),
  ON_A_TABLE(
      """
      <path fill="{{glow}}" d="M0 262h400v138H0z"/>
      <path fill="{{accent}}" opacity=".28" d="M0 262h400v138H0z"/>
      <path fill="{{accent}}" opacity=".3" d="M0 262h400v7H0z"/>
      <use href="#it" transform="translate(36 24) scale(.86)"/>\
      """),
  CLOSER("<use href=\"#it\" transform=\"translate(-100 -76) scale(1.5)\"/>"),
  TILTED("<use href=\"#it\" transform=\"rotate(-11 200 200) translate(18 16) scale(.91)\"/>"),
  MIRRORED("<use href=\"#it\" transform=\"translate(382 16) scale(-.91 .91)\"/>"),
  UPPER_DETAIL("<use href=\"#it\" transform=\"translate(-210 -150) scale(2)\"/>"),
  PAIR(
      """
      <use href="#it" opacity=".55" transform="translate(366 36) scale(-.6 .6)"/>
      <use href="#it" transform="translate(8 98) scale(.7)"/>\
      """),
  OUTLINED(
      """
      <filter id="rim" x="-.1" y="-.1" width="1.2" height="1.2">\
      <feMorphology in="SourceAlpha" operator="dilate" radius="6"/>\
      <feComponentTransfer result="edge"><feFuncA type="linear" slope="9"/></feComponentTransfer>\
      <feFlood flood-color="#fff"/><feComposite in2="edge" operator="in"/>\
      <feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter>
      <use href="#it" filter="url(#rim)" transform="rotate(5 200 200) translate(22 20) scale(.89)"/>\
      """),
  LEANING("<use href=\"#it\" transform=\"rotate(13 200 200) translate(370 26) scale(-.87 .87)\"/>"),
  LOWER_DETAIL("<use href=\"#it\" transform=\"translate(-85 -298) scale(1.9)\"/>"),
  THROUGH_A_LENS(
      """
      <clipPath id="lens"><circle cx="286" cy="122" r="84"/></clipPath>
      <use href="#it" transform="translate(-14 92) scale(.76)"/>
      <circle cx="286" cy="122" r="92" fill="#fff"/>
      <circle cx="286" cy="122" r="84" fill="{{ground}}"/>
      <g clip-path="url(#lens)"><use href="#it" transform="translate(28 -286) scale(1.7)"/></g>\
      """),
  ROW_OF_THREE(
      """
      <use href="#it" opacity=".7" transform="translate(-8 116) scale(.44)"/>
      <use href="#it" opacity=".7" transform="translate(232 116) scale(.44)"/>
      <use href="#it" transform="translate(88 76) scale(.56)"/>\
      """);

  private final String shapes;

  View(String shapes) {
    this.shapes = shapes;
  }

  /** The view of a picture number: the first shows the whole thing, the following go around. */
  static View of(int number) {
    return values()[(number - 1) % values().length];
  }

  /** Whether the thing stands upright, so that its shadow may lie on the floor. */
  boolean standing() {
    return switch (this) {
      case TILTED, LEANING, OUTLINED -> false;
      case WHOLE,
          ON_A_TABLE,
          CLOSER,
          MIRRORED,
          UPPER_DETAIL,
          PAIR,
          LOWER_DETAIL,
          THROUGH_A_LENS,
          ROW_OF_THREE ->
          true;
    };
  }

  /** SVG elements that place the thing. */
  String shapes() {
    return shapes;
  }
}
