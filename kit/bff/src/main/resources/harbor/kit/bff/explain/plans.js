"use strict";
// Shows plans.json. Whatever comes from there becomes text, never markup.

const REFRESH_MILLIS = 10_000;
const MEBIBYTE = 1024 * 1024;

const byId = id => document.getElementById(id);
const words = label => label.replaceAll("_", " ");
const count = number => number.toLocaleString("en");
const millis = number => `${number.toFixed(number < 10 ? 1 : 0)}\u00a0ms`;
const share = part => (part === null ? "–" : `${(100 * part).toFixed(1)}\u00a0%`);
const counts = by => Object.entries(by).map(([label, number]) => `${label}_${count(number)}`.replaceAll("_", "\u00a0")).join(", ");

/** An element with children: texts, elements, or null for none. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children.filter(child => child !== null && child !== ""));
  return made;
}

const note = text => (text ? element("small", "", text) : null);
const said = (first, ...rest) => [first, ...rest.map(note)];

/** A table; each column is a heading and what its cell holds, the first one heads its row. */
function table(columns, groups) {
  const cell = ([heading, content, className], row, i) => {
    const made = element(i === 0 ? "th" : "td", className(row), ...[content(row)].flat());
    made.dataset.column = heading;
    return made;
  };
  const head = columns.map(([heading, , className]) => element("th", className(null), heading));
  const body = groups.flatMap(([title, rows]) => {
    const lines = rows.map(row => element("tr", "", ...columns.map((column, i) => cell(column, row, i))));
    if (title === null) {
      return lines;
    }
    const over = element("th", "", ...title);
    over.colSpan = columns.length;
    return [element("tr", "", over), ...lines];
  });
  return element("table", "", element("thead", "", element("tr", "", ...head)), element("tbody", "", ...body));
}

const text = (heading, content) => [heading, content, () => ""];
const number = (heading, content) => [heading, content, () => "number"];
/** What to know first: coloured when somebody should look. */
const state = (heading, stateOf, ...notes) => [
  heading,
  row => {
    const { condition, trouble } = stateOf(row);
    return said(trouble ? `⚠ ${trouble}` : words(condition), ...notes.map(more => more(row)));
  },
  row => (row === null ? "" : colour(stateOf(row))),
];

function colour({ condition, trouble }) {
  const bad = condition === "breaker_open" || condition === "loads_fail";
  return trouble ? (bad ? "trouble" : "warn") : condition;
}

function latency(of) {
  return of && of.count > 0
    ? `p50\u00a0${millis(of.p50Millis)}, p95\u00a0${millis(of.p95Millis)}, p99\u00a0${millis(of.p99Millis)}`
    : "";
}

const tries = ({ live }) => (latency(live.tries) ? `tries: ${latency(live.tries)}` : "");
const breaker = ({ live }) => (live.breaker ? `breaker ${words(live.breaker)}` : "");
const quantile = which => ({ live }) => (live.lastMinute.count > 0 ? millis(live.lastMinute[which]) : "–");

const CALLS = [
  text("Call", call => said(call.name, call.live.method ?? `${call.service}, not called yet`)),
  state("Now", call => call.live, breaker, tries),
  number("Deadline", call => millis(call.deadlineMillis)),
  number("Last minute", call => count(call.live.lastMinute.count)),
  number("p50", quantile("p50Millis")),
  number("p95", quantile("p95Millis")),
  number("p99", quantile("p99Millis")),
  text("Answers since the start", ({ live }) => said(live.cached === null ? "–" : `${share(live.cached)} from caches`, counts(live.answers))),
  text("Outcomes since the start", call => counts(call.live.outcomes) || "–"),
  text("If it fails", call => (call.critical ? "no page" : `else ${call.fallback}`)),
];

const CACHES = [
  state("Now", cache => cache, lastMinute, changes),
  number("Hit rate", cache => share(cache.hitRate)),
  number("Hits", cache => count(cache.counts.hits)),
  number("Misses", cache => count(cache.counts.misses)),
  number("Shared hits", cache => count(cache.counts.sharedHits)),
  number("Stale", cache => count(cache.counts.stale)),
  number("Refreshes", cache => count(cache.counts.refreshes)),
  number("Loads (failed)", cache => `${count(cache.counts.loads)} (${count(cache.counts.failedLoads)})`),
  number("Mean load", cache => millis(cache.counts.meanLoadMillis)),
  number("Invalidated", cache => count(cache.counts.invalidated)),
  number("Entries (evicted)", cache => `${count(cache.size.entries)} (${count(cache.size.evicted)})`),
  number("Size", ({ size }) => `${(size.bytes / MEBIBYTE).toFixed(1)} of ${Math.round(size.maxBytes / MEBIBYTE)} MiB`),
];

function lastMinute({ lastMinute: minute }) {
  return `${count(minute.failedLoads)} of ${count(minute.loads)} loads failed, ${count(minute.stale)} stale answers`;
}

function changes({ connected }) {
  return connected === null ? "no change stream" : connected ? "subscribed to changes" : "not subscribed to changes";
}

const SERVICES = [
  text("Service", service => service.name),
  text("Layers, innermost first", service => service.layers.join(" < ") || "none"),
  number("In flight", service => (service.limit === null ? "–" : `${service.inFlight} of ${service.limit}`)),
  number("Rejected: breaker open", service => count(service.counts.breakerOpen)),
  number("Rejected: too many", service => count(service.counts.tooManyCalls)),
  number("Retries", service => count(service.counts.retries)),
  number("Hedges (won)", service => `${count(service.counts.hedges)} (${count(service.counts.hedgesWon)})`),
  number("Tries left", service => count(service.moreCalls)),
  number("Joined", service => count(service.counts.joined)),
];

function section(heading, terms, content) {
  return element("section", "", element("h3", "", heading), terms ? element("p", "", terms) : null, content);
}

function screen(of) {
  const terms = `At most ${of.totalMillis} ms, ${of.priority} priority. A whole page has Cache-Control: ${of.cacheControl}.`;
  const plans = of.plans.map(plan => {
    const after = plan.after === null ? "" : `, once ${plan.after} has ended`;
    return [[`${plan.name} within ${plan.budgetMillis} ms${after}`], plan.calls];
  });
  return section(`${of.method} ${of.path}`, terms, table(CALLS, plans));
}

function caches(of) {
  const groups = of.map(cache => [said(cache.name, cache.policy.replace(`${cache.name}: `, ""), `keys ${cache.keys}`), [cache]]);
  return of.length === 0 ? null : section("Caches", "", table(CACHES, groups));
}

function bff(of) {
  const services = section("Services", "", table(SERVICES, [[null, of.services]]));
  return element("article", "", element("h2", "", of.name), ...of.screens.map(screen), caches(of.caches), services);
}

function troubles(bffs) {
  const all = bffs.flatMap(of => of.troubles.map(trouble => element("li", "", `⚠ ${of.name}: ${trouble}`)));
  return all.length === 0
    ? element("p", "all", "✓ No breaker is open, no limit reached, no call slow, no cache stale.")
    : element("ul", "all trouble", ...all);
}

function show({ at, bffs }) {
  byId("at").textContent = `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
  byId("plans").replaceChildren(troubles(bffs), ...bffs.map(bff));
}

async function refresh() {
  const failed = byId("failed");
  try {
    const response = await fetch("plans.json", { signal: AbortSignal.timeout(REFRESH_MILLIS) });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    show(await response.json());
    failed.hidden = true;
  } catch (error) {
    failed.textContent = `⚠ plans.json cannot be read (${error.message}); what stands below is old.`;
    failed.hidden = false;
  }
  setTimeout(next, REFRESH_MILLIS);
}

/** Looks again only for somebody who looks. */
function next() {
  if (byId("refresh").checked && !document.hidden) {
    refresh();
  } else {
    setTimeout(next, REFRESH_MILLIS / 10);
  }
}

refresh();
