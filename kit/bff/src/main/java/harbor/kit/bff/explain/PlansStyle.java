package harbor.kit.bff.explain;

/** What of the plans' page is always the same. */
final class PlansStyle {
  static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="10">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width">
      <title>Plans</title>
      <style>
      :root { color-scheme: light dark; --line: #8885; --quiet: #666; --bad: #a40000; --bad-back: #ffe3e0; --warn: #7a4b00; --warn-back: #fff1cf; }
      @media (prefers-color-scheme: dark) { :root { --quiet: #aaa; --bad: #ffb3ab; --bad-back: #5a1511; --warn: #ffd98a; --warn-back: #4a3500; } }
      body { font: 15px/1.4 system-ui, sans-serif; margin: 1rem 1.5rem; }
      h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.25rem; margin: 1.5rem 0 0; } h3 { font: bold 1rem monospace; margin: 1rem 0 0; }
      p { margin: .2rem 0 .4rem; } small, section > p { color: var(--quiet); font-weight: normal; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; min-width: 60rem; }
      th, td { text-align: left; vertical-align: top; padding: .2rem .6rem; border-bottom: 1px solid var(--line); }
      thead th { color: var(--quiet); font-weight: normal; font-size: .85rem; }
      tr.plan th { padding-top: .6rem; } th[scope=row] { font-weight: 600; padding-left: 1.2rem; } td { min-width: 4rem; } td:last-child:not(.n) { min-width: 10rem; } th small, td:last-child { overflow-wrap: anywhere; } td[class]:not(.n) { white-space: nowrap; }
      .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
      .not_called_yet, .not_used_yet { color: var(--quiet); }
      .slow, .limit_reached, .breaker_half_open, .stale, .unheard { color: var(--warn); background: var(--warn-back); font-weight: 600; }
      .breaker_open, .loads_fail, .trouble { color: var(--bad); background: var(--bad-back); font-weight: 600; }
      .all { padding: .5rem .8rem; margin: .6rem 0; list-style: none; border: 1px solid var(--line); border-radius: .3rem; }
      </style>
      </head>
      <body>
      """;

  static final String SCREEN_COLUMNS =
      """
      <thead><tr><th>Call</th><th>Now</th><th class="n">Deadline</th><th class="n">Last minute</th>\
      <th class="n">p50</th><th class="n">p99</th><th class="n">From caches</th><th>Since the start</th><th>If it fails</th></tr></thead>
      """;

  static final String CACHE_COLUMNS =
      """
      <thead><tr><th>Cache: now, and the last minute</th><th class="n">Hit rate</th><th class="n">Hits</th>\
      <th class="n">Misses</th><th class="n">Shared hits</th><th class="n">Stale</th><th class="n">Refreshes</th>\
      <th class="n">Loads (failed), mean</th><th class="n">Dropped</th><th class="n">Entries (evicted)</th>\
      <th class="n">Size</th></tr></thead>
      """;

  static final String SERVICE_COLUMNS =
      """
      <thead><tr><th>Service</th><th>Layers, innermost first</th><th class="n">Under way</th>\
      <th class="n">Breaker open: turned away</th><th class="n">Too many: turned away</th><th class="n">Retries</th>\
      <th class="n">Hedges (won)</th><th class="n">More tries left</th><th class="n">Joined</th></tr></thead>
      """;

  private PlansStyle() {}
}
