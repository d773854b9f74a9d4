"use strict";
// The panels beside the map, and what they share: tables, choices, places. Here: layers, near, search.

const panel = document.getElementById("panel");
const panels = {};
/** The tab that a panel belongs to. */
const tabs = { river: "rivers", form: "list" };

/** One showing of a panel: its content, what it draws on the map, and whether it has been left. What comes late for a panel that was left is
 * drawn nowhere, moves nothing and is not told. */
class View {
  constructor() {
    this.content = element("div", { class: "content" });
    this.drawn = L.layerGroup().addTo(map);
    this.ended = new AbortController();
  }
  get isLeft() { return this.ended.signal.aborted; }
  leave() {
    stopPicking();
    this.drawn.remove();
    this.ended.abort();
  }
  /** What a promise gives, unless the panel is left before: then nothing behind it is done. */
  async wait(promise) {
    const value = await promise;
    this.ended.signal.throwIfAborted();
    return value;
  }
  /** The JSON at an address of the service, which is no longer asked for when the panel is left. */
  ask(path, parameters = {}) { return this.wait(ask(path, parameters, this.ended.signal)); }
  askAll(path, parameters = {}) { return this.wait(askAll(path, parameters, this.ended.signal)); }
  reach(path, options = {}) { return this.wait(reach(path, { ...options, signal: this.ended.signal })); }
  tell(error, words) { if (!this.isLeft) tell(error, words); }
}

async function showPanel(name) {
  hetu.view?.leave();
  for (const button of document.querySelectorAll("#tabs button")) {
    button.setAttribute("aria-pressed", String(button.dataset.panel === (tabs[name] || name)));
  }
  panel.replaceChildren();
  panel.scrollTop = 0;
  const view = hetu.view = new View();
  panel.append(view.content);
  panel.setAttribute("aria-busy", "true");
  try { await (Object.hasOwn(panels, name) ? panels[name] : panels.layers)(hetu.state, view.content, view); }
  catch (error) { view.tell(error, refusalsOf[name]); }
  if (view.isLeft) return;
  panel.removeAttribute("aria-busy");
  document.title = [view.content.querySelector("h2")?.textContent.trim(), "河图 一张图"].filter(Boolean).join(" · ");
}

/** What a refusal means in a panel. */
const refusalsOf = {
  spill: { 404: "这里 20 公里内没有登记的河道，或这条河没有这一里程。请在河上另选一点。", 400: "所填的地点、污染物或质量有误，请检查后重试。" },
  near: { 404: "没有找到这个地点。请在地图上选点，或填经度,纬度。", 400: "地点有误。请填经度,纬度，如 111.10,34.72。" },
  card: { 404: "登记库中没有这条记录，可能已被删除。" }, form: { 404: "登记库中没有这条记录，可能已被删除。" }, river: { 404: "登记库中没有这条河。" },
  ledger: { 403: "台账只供本单位查看，请登录。" }, findings: { 403: "数据检查只供本单位查看，请登录。" },
};

for (const button of document.querySelectorAll("#tabs button")) {
  button.addEventListener("click", () => go({ panel: button.dataset.panel }));
}
document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  go({ panel: "search", words: document.getElementById("words").value.trim() });
});
document.getElementById("tall").addEventListener("click", (event) => {
  const isTall = document.body.toggleAttribute("data-tall");
  event.target.textContent = isTall ? "显示地图" : "展开内容";
  layOut();
});

/** A table that sorts by its headers and, where it is long, can be searched; rows open by mouse and keyboard. The panel's main table keeps
 * both in the address. A row has cells (texts, numbers, elements), what opens it, and a class. */
function tableOf(headers, rows, { isMain = false, longest = 8 } = {}) {
  let [order, find] = isMain ? [Number(hetu.state.order) || 0, hetu.state.find || ""] : [0, ""];
  const text = (cell) => cell === null || cell === undefined ? "" : cell instanceof Node ? cell.textContent : String(cell);
  const compare = (one, other) => {
    const [left, right] = [text(one), text(other)];
    if (!left || !right) return left ? -1 : right ? 1 : 0;
    const [first, second] = [Number(left), Number(right)];
    return Number.isFinite(first) && Number.isFinite(second) ? first - second : left.localeCompare(right, "zh-CN", { numeric: true });
  };
  const isNumeric = headers.map((_, index) => rows.some((row) => text(row.cells[index])) && rows.every((row) => /^(-?\d+(\.\d+)?)?$/.test(text(row.cells[index])) && text(row.cells[index]).length < 12 && !/^\d{6}$/.test(text(row.cells[index]))));
  const heads = headers.map((header, index) => typeof header !== "string" ? header : element("th", { scope: "col", class: isNumeric[index] ? "number" : null, "data-title": header },
    element("button", { type: "button", title: "排序", onclick: () => { order = order === index + 1 ? -(index + 1) : order === -(index + 1) ? 0 : index + 1; draw(true); } }, header)));
  const lines = rows.map((row) => {
    const opened = (event) => { if (!event.target.closest("a, button, input")) row.open(); };
    const attributes = row.open ? { tabindex: "0", onclick: opened, onkeydown: (event) => { if (event.key === "Enter") opened(event); } } : {};
    const line = element("tr", { ...attributes, class: row.class, "data-ref": row.ref }, ...row.cells.map((cell, index) => element("td",
      { class: isNumeric[index] ? "number" : text(cell).length <= 8 || /^([A-Z][A-Z0-9-]{5,}|\d{4}-\d{2}-\d{2})$/.test(text(cell)) ? "code" : text(cell).length > 12 ? "long" : null }, cell instanceof Node ? cell : text(cell))));
    return { row, line, words: row.cells.map(text).join("\n").toLowerCase() };
  });
  const body = element("tbody");
  const count = element("span", { class: "note", role: "status" });
  const search = element("input", { type: "search", "aria-label": "在表中查找", placeholder: "在表中查找", value: find, oninput: () => { find = search.value; draw(true); } });
  function draw(isChanged) {
    const wanted = lines.filter((line) => line.words.includes(find.trim().toLowerCase()));
    const column = Math.abs(order) - 1;
    if (order) wanted.sort((one, other) => Math.sign(order) * compare(one.row.cells[column], other.row.cells[column]));
    heads.forEach((head, index) => {
      if (typeof headers[index] === "string") head.setAttribute("aria-sort", index !== column ? "none" : order > 0 ? "ascending" : "descending");
    });
    body.replaceChildren(...wanted.map(({ line }) => line));
    count.textContent = wanted.length < lines.length ? `显示 ${wanted.length} / ${lines.length} 行` : "";
    if (isChanged && isMain) remember({ order: order || "", find: find.trim() });
  }
  draw(false);
  return element("div", { class: "scroll" }, rows.length > longest || find ? element("p", { class: "row tools" }, search, count) : null,
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body));
}

/** What is to be minded about an answer; where it is much, behind one bar, so that the answer itself stays in sight. */
function warningsOf(answer) {
  const warnings = (answer.warnings || []).map((warning) => element("p", { class: "warning" }, warning.message));
  return warnings.length < 3 ? warnings : [element("details", { class: "warnings" }, element("summary", {}, `需要注意 ${warnings.length} 条`), ...warnings)];
}

function downloads(path, parameters, forms = [["xlsx", "Excel"], ["csv", "CSV"], ["geojson", "GeoJSON"]]) {
  return element("p", { class: "row downloads" }, "下载：", ...forms.map(([form, title]) => element("a", { href: address(path, { ...parameters, f: form }), download: true, "data-form": form }, title)),
    element("button", { type: "button", class: "print", onclick: () => print() }, "打印"));
}

function choice(title, name, options, value, changed) {
  const select = element("select", { id: name, onchange: (event) => changed(event.target.value) },
    ...options.map(([key, text]) => element("option", { value: key, selected: key === value }, text)));
  return element("label", { for: name }, title + " ", select);
}

const open = (kind, code) => go({ panel: "card", ref: `${kind}/${code}` });

/** The choices of the filter: district and grade, which hold for map and lists alike. */
async function filterChoices(again, hasGrade = true) {
  const { district = "", grade = "" } = hetu.state;
  const known = await districts();
  const options = known.map(({ code, name }) => [code, name]);
  if (district && !known.some(({ code }) => code === district)) options.push([district, district]);
  return [choice("区县", "district", [["", "全部"], ...options], district, (value) => again({ district: value })),
    hasGrade ? choice("等级", "grade", [["", "全部"], ["重大", "重大"], ["较大", "较大"], ["一般", "一般"]], grade, (value) => again({ grade: value })) : null];
}

panels.layers = async (_, content) => {
  const again = (changes) => go({ ...hetu.state, panel: "layers", ...changes });
  put(content, element("h2", {}, "图层"), element("p", { class: "row" }, ...await filterChoices(again),
    bases.size ? choice("底图", "base", [...[...bases].map(([name, base]) => [name, base.title]), ["none", "不用底图"]], hetu.base || "none", (value) => again({ base: value })) : null));
  for (const [name, kind] of hetu.kinds) {
    if (!kind.hasPlaces) continue;
    const held = hetu.layers.get(name);
    const isShown = hetu.shown.has(name);
    const box = element("input", { type: "checkbox", id: `layer-${name}`, checked: isShown, onchange: (event) => {
      const wanted = new Set(hetu.shown);
      if (event.target.checked) wanted.add(name); else wanted.delete(name);
      again({ layers: [...wanted].join(",") || "none" });
    } });
    const sign = hetu.lines.has(name) ? element("span", { class: `sign ${name}` }) : element("img", { src: symbolAddress(name, {}), alt: "" });
    const grades = held && isShown ? ["重大", "较大", "一般"].filter((grade) => held.grades[grade]) : [];
    put(content, element("div", { class: "layer" }, element("div", { class: "kind" }, box, sign, element("label", { for: `layer-${name}` }, kind.title), element("span", { class: "count" }, held && isShown ? String(held.total) : "")),
      grades.length ? element("p", { class: "grades" }, ...grades.map((grade) => element("span", {}, element("img", { src: symbolAddress(name, { risk_grade: grade }), alt: "" }), `${grade} ${held.grades[grade]}`))) : null,
      element("p", { class: "warning lost", "data-layer": name }, lossOf(name) || "")));
  }
  put(content, element("p", { class: "note" }, "点选图上的符号看卡片；“附近”“事故推演”在图上选点。"));
};

/** The form that says where from: typed, picked on the map, or its middle, so that no mouse is needed. */
function placeForm(typed, hint, chosen) {
  const input = element("input", { id: "place", value: typed, placeholder: hint, size: 20 });
  const text = (place) => `${place.lng.toFixed(6)},${place.lat.toFixed(6)}`;
  return element("form", { class: "row", onsubmit: (event) => { event.preventDefault(); chosen(input.value.trim()); } },
    element("label", { for: "place" }, "地点"), input, element("button", {}, "确定"),
    element("button", { type: "button", id: "pick", onclick: () => pickPlace((place) => chosen(text(place))) }, "在地图上选点"),
    element("button", { type: "button", onclick: () => chosen(text(map.getCenter())) }, "用地图中心"));
}

/** Longitude and latitude, where a text is both. */
function positionOf(text) {
  const numbers = (text || "").split(/[,，\s]+/).map(Number);
  return numbers.length === 2 && numbers.every(Number.isFinite) && Math.abs(numbers[0]) <= 180 && Math.abs(numbers[1]) <= 90 ? [numbers[1], numbers[0]] : null;
}

panels.near = async ({ place, within = "5000", only = "" }, content, view) => {
  const again = (changes) => go({ panel: "near", place, within, only, ...changes });
  const kinds = [...hetu.kinds].filter(([, kind]) => kind.hasPlaces).map(([name, kind]) => [name, kind.title]);
  put(content, element("h2", {}, "附近有什么"), placeForm(place || "", "经度,纬度", (text) => again({ place: text, at: "", zoom: "" })), element("p", { class: "row" },
    choice("半径", "radius", [["1000", "1 km"], ["3000", "3 km"], ["5000", "5 km"], ["10000", "10 km"], ["20000", "20 km"]], within, (value) => again({ within: value, at: "", zoom: "" })),
    choice("类别", "only", [["", "全部"], ...kinds], only, (value) => again({ only: value }))));
  if (!place) {
    put(content, element("p", {}, "请在地图上点一处，或填经度,纬度后按“确定”。"));
    pickPlace(({ lng, lat }) => again({ place: `${lng.toFixed(6)},${lat.toFixed(6)}`, at: "", zoom: "" }));
    return;
  }
  const position = positionOf(place);
  const parameters = { at: position ? `${position[1]},${position[0]}` : "", of: position ? "" : place, within, kind: only };
  const answer = await view.ask("questions/near", { ...parameters, f: "geojson" });
  await drawOrigin(place, Number(within), view);
  drawFound(answer.features, view);
  put(content, ...warningsOf(answer), element("p", { class: "figure" }, `${(Number(within) / 1000)} km 内 ${answer.question.matched ?? answer.features.length} 个`), downloads("questions/near", parameters),
    tableOf(["距离 km", "名称", "类别", "等级"], answer.features.map(({ properties }) => ({
      cells: [(properties.distance_m / 1000).toFixed(2), properties.name, properties.title, properties.grade],
      open: () => open(properties.kind, properties.code) })), { isMain: true }));
};

/** Draws what an answer found, but for what the map shows anyway with its own symbol. */
function drawFound(features, view) {
  const isThere = (kind) => hetu.shown.has(kind) && hetu.layers.get(kind)?.isWhole && hetu.filter === "|";
  layerOf({ type: "FeatureCollection", features: features.filter((feature) => !isThere(feature.properties.kind)) }).addTo(view.drawn);
}

/** Draws where a question starts: a position or a record's, with a circle around it where there is a radius. */
async function drawOrigin(place, radius, view) {
  let centre = positionOf(place);
  if (!centre) {
    const { geometry } = await view.ask(itemPath(place), { f: "json" });
    if (!geometry) return;
    centre = L.geoJSON(geometry).getBounds().getCenter();
  }
  L.circleMarker(centre, { radius: 7, color: "#C8102E", fillColor: "#C8102E", fillOpacity: 0.8, interactive: false }).addTo(view.drawn);
  if (!radius) return;
  const circle = L.circle(centre, { radius, color: "#C8102E", weight: 1.5, fillOpacity: 0.05, interactive: false }).addTo(view.drawn);
  fit(circle.getBounds());
}

panels.search = async ({ words = "" }, content, view) => {
  document.getElementById("words").value = words;
  put(content, element("h2", {}, `查找“${words}”`));
  if (!words) return;
  const filter = likeFilter(words);
  const found = await Promise.all([...hetu.kinds.keys()].map(async (kind) => {
    const answer = await view.ask(`collections/${kind}/items`, { filter, limit: 20 });
    return answer.features.map(({ properties }) => ({ cells: [properties.name, hetu.kinds.get(kind).title, properties.code], open: () => open(kind, properties.code) }));
  }));
  const rows = found.flat();
  put(content, element("p", {}, rows.length ? `找到 ${rows.length} 条（每类最多 20 条）` : "没有找到。可换一个字或编号再查。"), tableOf(["名称", "类别", "编号"], rows, { isMain: true }));
};

/** The condition that name or code hold some words. */
function likeFilter(words) {
  const pattern = words.replace(/[\\%_]/g, "\\$&").replace(/'/g, "''");
  return `CASEI(name) LIKE CASEI('%${pattern}%') OR CASEI(code) LIKE CASEI('%${pattern}%')`;
}

/** A list value in words. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain).join("、");
  return value && typeof value === "object" ? Object.values(value).filter((part) => part !== null).map(plain).join(" ") : wordOf(value);
}

/** A value in words. */
function wordOf(value) {
  return value === null || value === undefined ? "" : value === true ? "是" : value === false ? "否" : typeof value === "object" ? plain(value) : String(value);
}
