"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const findings = data.findings;
  const FIRST = 50;
  const MORE = 200;
  const MOST_PRINTED = 2000;
  const SEVERITIES = ["critical", "high", "medium", "low", "negligible", "unknown"];
  for (const finding of findings) {
    finding.rank = SEVERITIES.indexOf(finding.severity);
  }
  const natural = new Intl.Collator("en", { numeric: true }).compare;
  const byId = (id) => document.getElementById(id);
  const form = byId("filters");
  const body = byId("rows");

  // Text only ever becomes text: nothing here reads markup.
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  }

  function link(text, address) {
    return /^https?:\/\/[^\s"<>\\^`{|}]+$/.test(address || "")
      ? element("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, text)
      : text;
  }

  function badge(text, tone) {
    return element("span", { class: "badge " + tone }, text);
  }

  function where(finding) {
    return finding.path || finding.pointer || "";
  }

  /* The order of each column, made when it is first asked for. */
  const compare = {
    severity: (a, b) =>
      a.rank - b.rank || !a.kev - !b.kev || (b.epss || 0) - (a.epss || 0) || natural(a.id, b.id),
    finding: (a, b) => natural(a.id, b.id),
    package: (a, b) => natural(a.package || where(a), b.package || where(b)),
    fix: (a, b) => !a.fixed - !b.fixed || natural(a.fixed || "", b.fixed || ""),
    layer: (a, b) => (a.layer || 0) - (b.layer || 0),
  };
  const orders = {};
  function order(column) {
    if (!orders[column]) {
      const from = column === "severity" ? findings : order("severity");
      orders[column] = from.slice().sort(compare[column]);
    }
    return orders[column];
  }

  let haystacks = null;
  function haystack(finding) {
    return [
      finding.id, finding.title, finding.package, finding.installed, finding.fixed, where(finding),
      finding.evidence, finding.kind, ...(finding.aliases || []), ...(finding.weaknesses || []),
      ...(finding.effects || []),
    ].join("\n").toLowerCase();
  }

  let column = "severity";
  let descending = false;
  let matching = [];
  let shown = 0;

  function wanted() {
    const value = (id) => byId(id).value;
    const severities = SEVERITIES.map((label) => byId("severity-" + label).checked);
    const words = value("text").toLowerCase().split(/\s+/).filter((word) => word !== "");
    if (words.length > 0 && haystacks === null) {
      haystacks = new Map(findings.map((finding) => [finding, haystack(finding)]));
    }
    const kind = value("kind");
    const fix = value("fix");
    const place = value("place");
    const layer = value("layer");
    const step = value("step");
    const exploited = byId("exploited").checked;
    const excused = byId("excused").checked;
    return (finding) =>
      severities[finding.rank] &&
      (excused || !finding.excuse) &&
      (kind === "" || finding.kind === kind) &&
      (fix === "" || (fix === "yes") === Boolean(finding.fixed)) &&
      (place === "" || finding.place === place) &&
      (layer === "" || String(finding.layer || 0) === layer) &&
      (step === "" || String(finding.step || 0) === step) &&
      (!exploited || Boolean(finding.kev)) &&
      words.every((word) => haystacks.get(finding).includes(word));
  }

  function details(finding) {
    const list = element("dl");
    const add = (term, ...parts) => {
      const said = parts.filter((part) => part !== undefined && part !== null && part !== "");
      if (said.length > 0) {
        list.append(element("dt", {}, term), element("dd", {}, ...said));
      }
    };
    add("What to do", finding.remedy);
    add("Plan", finding.step ? "step " + finding.step + " removes it" : "no step removes it");
    add("Found", finding.evidence);
    add("Where", where(finding), finding.hidden ? " (a higher layer hides it, and the image still holds it)" : "");
    const layer = data.layers[(finding.layer || 0) - 1];
    if (layer) {
      add("Layer", "layer " + finding.layer + (layer.base ? ", of the base image" : ""),
        layer.step ? element("div", {}, element("code", {}, layer.step)) : "");
    }
    add("Vendor says", finding.status);
    add("Effect", (finding.effects || []).join(", "));
    add("Weakness", (finding.weaknesses || []).join(", "));
    add("Also known as", (finding.aliases || []).join(", "));
    add("Exploited", finding.kev ? "known to be exploited, since " + finding.kev : "");
    add("EPSS", finding.epss === undefined ? "" :
      (finding.epss * 100).toFixed(1) + "% likely to be exploited within 30 days");
    for (const source of finding.sources || []) {
      const score = source.score === undefined ? "" : ", CVSS " + source.score;
      add("Source", source.feed + " ", link(source.id, source.url), " says " + source.severity + score);
    }
    for (const reference of finding.references || []) {
      add("Read", link(reference, reference));
    }
    if (finding.excuse) {
      add("Excused", finding.excuse);
    }
    return list;
  }

  function toggle(button, row, finding) {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    if (open) {
      row.nextElementSibling.remove();
    } else {
      row.after(element("tr", { class: "detail" }, element("td", { colspan: 5 }, details(finding))));
    }
  }

  function row(finding) {
    const button = element("button", { type: "button", class: "plain", "aria-expanded": "false" }, finding.id);
    const name = element("th", { scope: "row" }, button,
      finding.title && finding.title !== finding.id ? element("div", {}, finding.title) : "");
    const what = finding.package
      ? element("td", {}, finding.package, element("div", { class: "soft" }, finding.type + (finding.place ? ", " + finding.place : "")))
      : element("td", {}, where(finding), element("div", { class: "soft" }, finding.kind));
    const fix = finding.package
      ? element("td", {}, finding.installed, element("div", {}, finding.fixed ? "→ " + finding.fixed : element("span", { class: "soft" }, finding.status)))
      : element("td", {}, finding.remedy);
    const layer = data.layers[(finding.layer || 0) - 1];
    const brought = element("td", { class: "number-cell" }, layer ? "layer " + finding.layer : "–",
      layer && layer.base ? element("div", { class: "soft" }, "base image") : "");
    const made = element("tr", finding.excuse ? { class: "excused" } : {},
      element("td", {}, badge(finding.severity, finding.severity),
        finding.kev ? element("div", {}, badge("exploited", "alarm")) : "",
        finding.excuse ? element("div", {}, badge("excused", "")) : ""),
      name, what, fix, brought);
    button.addEventListener("click", () => toggle(button, made, finding));
    return made;
  }

  function show(upTo) {
    const rows = document.createDocumentFragment();
    const end = Math.min(upTo, matching.length);
    for (; shown < end; shown++) {
      rows.append(row(matching[shown]));
    }
    body.append(rows);
    byId("more").hidden = shown >= matching.length;
    byId("shown").textContent = "the first " + shown + " are shown";
  }

  function number(value) {
    return value.toLocaleString("en");
  }

  function apply() {
    const test = wanted();
    matching = order(column).filter(test);
    if (descending) {
      matching.reverse();
    }
    shown = 0;
    body.replaceChildren();
    show(FIRST);
    byId("count").textContent = matching.length === 0
      ? "No finding matches."
      : number(matching.length) + (matching.length === 1 ? " finding" : " findings") + " of " + number(findings.length);
  }

  function sortBy(header) {
    const next = header.dataset.column;
    descending = next === column && !descending;
    column = next;
    for (const other of document.querySelectorAll("#findings th[data-column]")) {
      if (other === header) {
        other.setAttribute("aria-sort", descending ? "descending" : "ascending");
      } else {
        other.removeAttribute("aria-sort");
      }
    }
    apply();
  }

  for (const header of document.querySelectorAll("#findings th[data-column]")) {
    header.querySelector("button").addEventListener("click", () => sortBy(header));
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields still hold their old values when this event comes.
  form.addEventListener("reset", () => setTimeout(apply));
  for (const button of document.querySelectorAll("button.show")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      form.reset();
      byId(button.dataset.filter).value = button.dataset.value;
      apply();
      byId("findings-title").focus();
    });
  }
  byId("show-more").addEventListener("click", () => {
    const last = body.lastElementChild;
    show(shown + MORE);
    const next = last && last.nextElementSibling;
    if (next) {
      next.querySelector("button").focus();
    }
  });
  window.addEventListener("beforeprint", () => show(MOST_PRINTED));
  form.hidden = false;
  apply();
})();
