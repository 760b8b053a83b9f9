"use strict";
/* The page of one report, or of a fleet of them. Everything that a report says is put in as text, never
 * as markup, and characters that hide or reorder text are written out. */
(function () {
  const DAY = 86400000;
  const reports = JSON.parse(document.getElementById("reports").textContent).map(wellFormed);
  const timelines = JSON.parse(document.getElementById("timelines").textContent);
  const app = document.getElementById("app");
  const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
  const WORDS = {ready: "ready", breaks_later: "breaks", unknown: "unknown", broken: "broken", not_applicable: "not applicable"};
  const SIGNS = {ready: "\u2713", breaks_later: "\u2717", unknown: "?", broken: "\u2717", not_applicable: "\u2013"};
  const RANK = {broken: 4, unknown: 3, breaks_later: 2, ready: 1, not_applicable: 0};

  /* A report of a fleet is anybody's file: what has not the form of a result or a store is passed over. */
  function wellFormed(each) {
    const object = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
    const list = (value) => Array.isArray(value) ? value.filter(object) : [];
    const texts = (value) => Object.fromEntries(Object.entries(value)
      .filter(([, member]) => typeof member !== "object").map(([key, member]) => [key, String(member)]));
    const report = texts(each.report);
    if (!(Date.parse(report.at) < Date.parse(report.until)))
      Object.assign(report, {at: "1970-01-01T00:00:00Z", until: "1970-01-02T00:00:00Z"});
    report.stores = list(each.report.stores).map(texts);
    report.results = list(each.report.results).map((result) => Object.assign(texts(result), {
      line: list(result.line).map(texts),
      chains: list(result.chains).map((chain) => Object.assign(texts(chain), {
        segments: list(chain.segments).map((segment) => Object.assign(texts(segment), {
          path: list(segment.path).map(texts), findings: list(segment.findings).map((finding) => Object.assign(texts(finding), {certificate: finding.certificate}))}))}))
        .filter((chain) => chain.segments.length),
      fix: list(result.fix).filter((fix) => object(fix.root)).map((fix) => Object.assign(texts(fix), {root: texts(fix.root)}))}));
    return {name: String(each.name), report};
  }

  /* ---- making elements ---------------------------------------------------------------------------- */

  function plain(text) {
    return String(text).replace(HIDDEN, (c) => "\\u{" + c.codePointAt(0).toString(16) + "}");
  }
  function fill(node, parts) {
    for (const part of parts.flat(3)) {
      if (part === null || part === undefined || part === "") continue;
      node.append(part instanceof Node ? part : plain(part));
    }
    return node;
  }
  function el(name, attributes, ...parts) {
    const node = document.createElement(name);
    for (const key in attributes || {}) {
      if (typeof attributes[key] === "function") node.addEventListener(key, attributes[key]);
      else if (attributes[key] !== null) node.setAttribute(key, attributes[key]);
    }
    return fill(node, parts);
  }
  function svg(name, attributes, ...parts) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes || {}) {
      if (typeof attributes[key] === "function") node.addEventListener(key, attributes[key]);
      else node.setAttribute(key, attributes[key]);
    }
    return fill(node, parts);
  }
  const name = (text) => el("bdi", {}, text);

  /* ---- instants ----------------------------------------------------------------------------------- */

  const date = (instant) => instant ? instant.slice(0, 10) : "";
  function local(instant) {
    const at = new Date(instant);
    return isNaN(at) ? "" : at.toLocaleString(undefined, {dateStyle: "medium", timeStyle: "short"});
  }
  function time(instant, exact) {
    if (!instant) return null;
    const utc = exact ? instant.replace("T", " ").replace("Z", " UTC") : date(instant);
    return el("time", {datetime: instant, title: instant + "; here: " + local(instant)}, utc);
  }
  function when(item) {
    switch (item.verdict) {
      case "breaks_later": return ["breaks on ", time(item.breaks_at)];
      case "broken": return item.broken_since ? ["broken since ", time(item.broken_since)] : ["broken"];
      case "unknown": return [item.unknown_from ? ["unknown from ", time(item.unknown_from)] : "unknown",
        item.breaks_by ? ["; broken by ", time(item.breaks_by)] : null];
      default: return [WORDS[item.verdict] || item.verdict];
    }
  }
  const first = (item) => item.breaks_at || item.broken_since || item.unknown_from || item.breaks_by || "";

  /* ---- what a report says ------------------------------------------------------------------------- */

  const deciding = (report) => report.results.filter((result) => result.lane === report.lane);
  const isProblem = (result) => RANK[result.verdict] > 1;
  const titleOf = (result) => result.endpoint_title || result.endpoint;
  function shortName(subject) {
    const found = /^(?:CN|OU|O)=((?:[^,\\]|\\.)*)/.exec(subject);
    return found ? found[1].replace(/\\(.)/g, "$1") : subject || "leaf";
  }
  function endpointOf(result) {
    const timeline = timelines[result.timeline];
    return timeline && timeline.endpoints.find((each) => each.id === result.endpoint);
  }

  /* ---- one lane of a chart ------------------------------------------------------------------------ */

  /* As wide as it is shown, so that letters keep their size on a phone. */
  const WIDTH = Math.max(300, Math.min(1000, document.documentElement.clientWidth - 70)), LEFT = 8, RIGHT = 8, LANE = 46, TOP = 26;

  function scale(report) {
    const from = Date.parse(report.at), until = Date.parse(report.until);
    return (instant) => LEFT + (WIDTH - LEFT - RIGHT) *
      Math.min(1, Math.max(0, (Date.parse(instant) - from) / (until - from)));
  }
  function ticks(report) {
    const from = Date.parse(report.at), until = Date.parse(report.until), out = [];
    const years = (until - from) / DAY / 365, step = years > 6 ? 24 : years > 2.5 ? 12 : years > 0.7 ? 6 : 1;
    const at = new Date(from);
    let month = Math.ceil((at.getUTCFullYear() * 12 + at.getUTCMonth() + 1) / step) * step;
    for (;; month += step) {
      const tick = Date.UTC(Math.floor(month / 12), month % 12, 1);
      if (tick >= until || out.length > 40) return out;
      out.push(new Date(tick).toISOString());
    }
  }
  /* A chain that bears witness to this stretch: one with its verdict there, or else with another. */
  function pathAt(result, part) {
    const at = Date.parse(part.from);
    const there = result.chains.map((chain) => ({chain, segment: chain.segments.find((each) =>
      Date.parse(each.from) <= at && at < Date.parse(each.until))})).filter((each) => each.segment);
    return there.find((each) => each.segment.verdict === part.verdict) ||
      there.find((each) => each.segment.verdict !== "valid") || there[0] || null;
  }
  function describe(result, part) {
    const words = {valid: "valid", unknown: "cannot be told", invalid: "not valid", none: "nothing is served"};
    const found = pathAt(result, part);
    const path = found ? found.segment.path.map((step) => shortName(step.subject)).join(" \u2190 ") : "";
    const why = part.verdict === "valid" || part.verdict === "none" ? "" :
      result.reason || (found && found.segment.findings[0] && found.segment.findings[0].message) || "";
    return {head: titleOf(result) + ": " + words[part.verdict] + " from " + date(part.from) + " to " + date(part.until),
      path, why};
  }
  function lane(report, result, y, x, show) {
    const group = svg("g", {role: "list", "aria-label": titleOf(result)});
    group.append(svg("text", {x: LEFT, y: y - 5}, titleOf(result)));
    for (const part of result.line || []) {
      const from = x(part.from), until = x(part.until), told = describe(result, part);
      group.append(svg("rect", {
        class: "segment s-" + part.verdict, x: from, y, width: Math.max(2, until - from), height: 16, tabindex: 0,
        role: "listitem", "aria-label": told.head + (told.path ? "; path " + told.path : "") + (told.why ? ". " + told.why : ""),
        focus: () => show(told), mouseenter: () => show(told), click: () => show(told)}));
    }
    const endpoint = endpointOf(result);
    for (const phase of endpoint ? endpoint.phases : []) {
      const begin = typeof phase.begin === "string" ? phase.begin : phase.begin && phase.begin.at;
      if (begin && Date.parse(begin) > Date.parse(report.at) && Date.parse(begin) < Date.parse(report.until))
        group.append(svg("line", {class: "phase", x1: x(begin), x2: x(begin), y1: y - 4, y2: y + 20},
          svg("title", {}, "from " + begin + ": " + (phase.title || phase.id))));
    }
    const timeline = timelines[result.timeline];
    for (const deadline of (timeline && timeline.deadlines) || []) {
      const at = typeof deadline.at === "string" ? deadline.at : deadline.at && deadline.at.at;
      if (at && Date.parse(at) > Date.parse(report.at) && Date.parse(at) < Date.parse(report.until))
        group.append(svg("path", {class: "deadline", d: `M${x(at) - 5} ${y + 26}h10l-5 -9z`},
          svg("title", {}, "deadline " + at + ": " + (deadline.title || deadline.text || ""))));
    }
    return group;
  }
  const HATCH = [["unknown", 45], ["invalid", 135]];
  function patterns() {
    return svg("defs", {}, HATCH.map(([kind, angle]) => svg("pattern",
      {id: "hatch-" + kind, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})`},
      svg("rect", {class: "ground-" + kind, width: 9, height: 9}),
      svg("line", {class: "stripe", x1: 0, y1: 0, x2: 0, y2: 9}))));
  }
  function chart(report, results, label) {
    const height = TOP + results.length * LANE + 6, x = scale(report);
    const detail = el("div", {class: "detail", role: "status"}, el("span", {class: "soft"},
      "Point at a stretch of time, or go through them with the Tab key."));
    function show(told) {
      detail.replaceChildren(el("strong", {}, told.head), told.path ? el("div", {}, name(told.path)) : "",
        told.why ? el("div", {}, told.why) : "");
    }
    const picture = svg("svg", {viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": label}, patterns());
    let free = 120; /* behind "now" */
    for (const tick of ticks(report)) {
      picture.append(svg("line", {class: "axis", x1: x(tick), x2: x(tick), y1: 16, y2: height}));
      if (x(tick) < free || x(tick) > WIDTH - 85) continue;
      free = x(tick) + 70;
      picture.append(svg("text", {class: "tick", x: x(tick), y: 12, "text-anchor": "middle"}, tick.slice(0, 7)));
    }
    picture.append(svg("text", {class: "tick", x: LEFT, y: 12}, "now " + date(report.at)));
    picture.append(svg("text", {class: "tick", x: WIDTH - RIGHT, y: 12, "text-anchor": "end"}, date(report.until).slice(0, 7)));
    results.forEach((result, i) => picture.append(lane(report, result, TOP + i * LANE + 18, x, show)));
    return [picture, detail];
  }
  function key() {
    const item = (kind, words) => el("li", {}, svg("svg", {viewBox: "0 0 26 12", "aria-hidden": "true"},
      svg("rect", {class: "s-" + kind, x: 1, y: 1, width: 24, height: 10})), words);
    return el("ul", {class: "key"}, item("valid", "valid"), item("unknown", "cannot be told"), item("invalid", "not valid"),
      item("none", "nothing served"), el("li", {}, "\u25b4 deadline \u00b7 \u2506 a phase begins"));
  }

  /* ---- one problem -------------------------------------------------------------------------------- */

  function copyButton(text) {
    const button = el("button", {type: "button", click: () => {
      const done = () => { button.textContent = "Copied"; setTimeout(() => { button.textContent = "Copy"; }, 2000); };
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
      else byHand();
      function byHand() {
        const area = el("textarea", {}, text);
        document.body.append(area);
        area.value = text;
        area.select();
        if (document.execCommand("copy")) done();
        area.remove();
      }
    }}, "Copy");
    return button;
  }
  function drawPath(report, chain, segment) {
    const last = segment.path.length - 1, ends = new Set(segment.findings.map((finding) => finding.certificate));
    const steps = segment.path.map((step, i) => el("li", {}, el("div", {class: ends.has(i) ? "step ends" : "step"},
      name(i === 0 && step.evidence === "assumed" ? "server's certificate" : shortName(step.subject)),
      el("small", {}, i === last && segment.verdict === "valid" ? "root in this store" : step.evidence,
        step.until ? [" \u00b7 until ", time(step.until)] : null))));
    return [el("p", {class: "soft"}, chain.presence === "possible" ? "may be sent: " : "is sent: ", name(chain.chain), " \u2014 ",
      el("span", {class: segment.verdict}, segment.verdict), segment.from !== report.at ? [" from ", time(segment.from, true)] : null,
      segment.until !== report.until ? [" to ", time(segment.until, true)] : null),
      el("ol", {class: "path"}, steps),
      segment.findings.length ? el("ul", {}, segment.findings.map((finding) =>
        el("li", {}, finding.message, " ", el("span", {class: "soft"}, `(${finding.code}, ${finding.rfc})`)))) : null];
  }
  function drawProblem(report, result) {
    const bad = [];
    for (const chain of result.chains) {
      const segment = chain.segments.find((each) => each.verdict !== "valid");
      if (segment) bad.push(drawPath(report, chain, segment));
    }
    return el("section", {}, el("h3", {}, titleOf(result), " \u2014 ", el("span", {class: "word " + result.verdict}, when(result))),
      result.reason ? el("p", {}, result.reason) : null, bad.slice(0, 4),
      bad.length > 4 ? el("p", {class: "soft"}, `and ${bad.length - 4} more chains`) : null,
      result.fix.map((fix) => el("div", {}, el("p", {}, "Add ", el("strong", {}, name(shortName(fix.root.subject))),
        fix.root.sha256 ? el("div", {class: "soft"}, "SHA-256 " + fix.root.sha256.replace(/(..)(?=.)/g, "$1:")) : null),
        el("div", {class: "command"}, el("pre", {}, fix.command), copyButton(fix.command)), fix.note ? el("p", {class: "soft"}, fix.note) : null)));
  }

  /* ---- one report --------------------------------------------------------------------------------- */

  function drawStore(report, store) {
    const results = deciding(report).filter((result) => result.store === store.id);
    const problems = results.filter(isProblem);
    const about = [store.stack, store.roots !== undefined ? store.roots + (store.roots === "1" ? " root" : " roots") : null,
      store.predicted_from === "documentation" ? store.profile + ", predicted from documentation" : null]
      .filter(Boolean).join(" \u00b7 ");
    return el("article", {class: "card"}, el("header", {}, el("strong", {class: "name"}, name(store.path)),
      el("span", {class: "word " + store.verdict}, (SIGNS[store.verdict] || "") + " " + (WORDS[store.verdict] || store.verdict))),
      el("p", {class: "soft"}, name(about)), store.error ? el("p", {class: "invalid"}, "could not be read: ", store.error) : null,
      results.length ? chart(report, results, "Timeline of " + store.path) : null, problems.map((result) => drawProblem(report, result)));
  }
  /* Programs that read a store and are worse off than the verdict says. */
  function drawReaders(report) {
    const worse = deciding(report).flatMap((result) => (result.readers || []).filter((reader) => RANK[reader.verdict] > RANK[result.verdict])
      .map((reader) => el("li", {}, el("strong", {}, name(reader.who)), reader.predicted_from === "documentation" ? " (predicted from documentation)" : null,
        " with ", name(result.store), ", ", titleOf(result), ": ", el("span", {class: "word " + reader.verdict}, when(reader)), ". ", reader.reason || "")));
    return worse.length ? el("section", {}, el("h2", {}, "Whose verifier is worse off"), el("ul", {}, worse)) : null;
  }
  function otherLane(report) {
    const other = report.results.filter((result) => result.lane !== report.lane && isProblem(result));
    if (!other.length) return null;
    return el("section", {}, el("h2", {}, report.lane === "installed" ? "If the stores follow their root programs" : "If the stores stay as they are"),
      el("ul", {}, other.map((result) => el("li", {}, name(result.store), ", ", titleOf(result), ": ",
        el("span", {class: "word " + result.verdict}, when(result)), ". ", result.reason || ""))));
  }
  function staleness(report) {
    const age = report.facts_as_of ? (Date.parse(report.at) - Date.parse(report.facts_as_of)) / DAY : 0;
    return age > 180 ? el("p", {class: "unknown word"}, "These facts are more than 180 days old; a newer version may know better.") : null;
  }
  function drawReport(report, host) {
    const worst = [...report.stores].sort((a, b) => RANK[b.verdict] - RANK[a.verdict]);
    const shown = worst.filter((store) => RANK[store.verdict] > 1 || store.error), fine = worst.filter((store) => !shown.includes(store));
    return [el("header", {}, el("h1", {class: "headline"}, host ? [name(host), ": "] : null, report.headline || WORDS[report.verdict]),
      el("p", {class: "meta"}, "from ", time(report.at, true), " to ", time(report.until, true),
        report.facts_as_of ? [" \u00b7 facts as of ", report.facts_as_of] : null,
        report.complete !== "false" ? null : " \u00b7 not complete: something could not be read, or a budget was spent"), staleness(report)),
      el("main", {}, drawReaders(report), key(), shown.length ? el("h2", {}, "What breaks") : null, shown.map((store) => drawStore(report, store)),
        fine.length ? el("details", {open: shown.length ? null : ""}, el("summary", {}, fine.length + (fine.length === 1 ? " store is" : " stores are") + " fine: ",
          name(fine.map((store) => store.id).join(", "))), fine.map((store) => drawStore(report, store))) : null, otherLane(report))];
  }

  /* ---- a fleet ------------------------------------------------------------------------------------ */

  function fleetRows() {
    const rows = [];
    reports.forEach((each, index) => {
      const by = new Map();
      for (const result of deciding(each.report)) {
        const id = result.timeline || result.endpoint, known = by.get(id);
        if (!known || RANK[result.verdict] > RANK[known.verdict] ||
            (RANK[result.verdict] === RANK[known.verdict] && first(result) < first(known))) by.set(id, result);
      }
      rows.push({index, host: each.name, report: each.report, by});
    });
    return rows;
  }
  function csv(rows, columns) {
    const quote = (text) => {
      let safe = plain(text);
      if (/^[=+\-@]/.test(safe)) safe = "'" + safe; /* not a formula in a spreadsheet */
      return '"' + safe.replace(/"/g, '""') + '"';
    };
    const lines = [["host", "verdict", "first date", ...columns].map(quote).join(",")];
    for (const row of rows)
      lines.push([row.host, row.report.verdict, date(first(row.report)), ...columns.map((id) => {
        const result = row.by.get(id);
        return result ? result.verdict + (first(result) ? " " + date(first(result)) : "") : "";
      })].map(quote).join(","));
    return lines.join("\r\n") + "\r\n";
  }
  function drawFleet() {
    const rows = fleetRows(), columns = [...new Set(rows.flatMap((row) => [...row.by.keys()]))].sort();
    const counts = {};
    for (const row of rows) counts[row.report.verdict] = (counts[row.report.verdict] || 0) + 1;
    const dates = rows.map((row) => first(row.report)).filter(Boolean).sort();
    const body = el("tbody"), detail = el("div", {tabindex: -1}), shownCount = el("span", {role: "status"});
    const word = el("select", {"aria-label": "verdict", change: update}, el("option", {value: ""}, "every verdict"),
      Object.keys(RANK).map((each) => el("option", {value: each}, WORDS[each])));
    const by = el("input", {type: "date", "aria-label": "breaks by", change: update});
    const text = el("input", {type: "search", "aria-label": "host", placeholder: "host", input: update});
    let shown = rows;
    function update() {
      const needle = text.value.toLowerCase();
      shown = rows.filter((row) => (!word.value || row.report.verdict === word.value) && row.host.toLowerCase().includes(needle) &&
        (!by.value || (first(row.report) && date(first(row.report)) <= by.value && isProblem(row.report))));
      shownCount.textContent = shown.length + " of " + rows.length + " hosts";
      body.replaceChildren(...shown.map((row) => el("tr", {}, el("th", {scope: "row"}, el("button", {type: "button", click: () => {
        detail.replaceChildren();
        fill(detail, drawReport(row.report, row.host));
        detail.focus();
        detail.scrollIntoView();
      }}, name(row.host))), el("td", {class: "word " + row.report.verdict}, when(row.report)), columns.map((id) => {
        const result = row.by.get(id);
        return el("td", {class: result ? result.verdict : null}, result ? [SIGNS[result.verdict], " ", date(first(result)) || WORDS[result.verdict]] : "");
      }))));
    }
    const save = el("button", {type: "button", click: () => {
      const link = el("a", {download: "fleet.csv", href: URL.createObjectURL(new Blob([csv(shown, columns)], {type: "text/csv"}))});
      link.click();
      URL.revokeObjectURL(link.href);
    }}, "Save as CSV");
    const bad = rows.length - (counts.ready || 0) - (counts.not_applicable || 0);
    fill(app, [el("header", {}, el("h1", {class: "headline"}, bad ? `${bad} of ${rows.length} hosts are not ready` : `Ready \u2014 ${rows.length} hosts`,
      dates.length ? [", the first date is ", time(dates[0])] : null, "."),
      el("p", {class: "meta"}, Object.keys(RANK).filter((each) => counts[each]).map((each) => counts[each] + " " + WORDS[each]).join(" \u00b7 "))),
      el("main", {}, el("div", {class: "controls"}, word, el("label", {}, "by ", by), text, save, shownCount),
        el("div", {class: "scroll"}, el("table", {}, el("thead", {}, el("tr", {}, ["host", "verdict", ...columns].map((each) => el("th", {scope: "col"}, each)))), body)),
        detail)]);
    update();
  }

  if (reports.length === 1) fill(app, drawReport(reports[0].report, reports[0].name));
  else drawFleet();
  const headline = document.querySelector(".headline");
  if (headline) document.title = headline.textContent.slice(0, 120);
})();
