"use strict";
// The panels beside the map: layers, card, near, spill, lists, rivers, findings, search.

const panel = document.getElementById("panel");
const panels = {};

async function showPanel(name) {
  stopPicking();
  hetu.drawn.clearLayers();
  for (const button of document.querySelectorAll("#tabs button")) {
    button.setAttribute("aria-pressed", String(button.dataset.panel === name));
  }
  panel.replaceChildren();
  document.body.dataset.panel = name;
  map.invalidateSize({ pan: false });
  await (panels[name] || panels.layers)(hetu.state);
}

for (const button of document.querySelectorAll("#tabs button")) {
  button.addEventListener("click", () => go({ panel: button.dataset.panel }));
}
document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  go({ panel: "search", words: document.getElementById("words").value.trim() });
});

/** A table whose rows can be opened by mouse and keyboard. */
function tableOf(headers, rows) {
  const body = rows.map(({ cells, open }) => {
    const attributes = open ? { tabindex: "0", onclick: open, onkeydown: (event) => { if (event.key === "Enter") open(); } } : {};
    return element("tr", attributes, ...cells.map((cell) => element("td",
      { class: typeof cell === "number" ? "number" : null }, cell === null || cell === undefined ? "" : String(cell))));
  });
  const head = headers.map((header) => typeof header === "string" ? element("th", {}, header) : header);
  return element("div", { class: "scroll" }, element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)));
}

function warningsOf(answer) {
  return (answer.warnings || []).map((warning) => element("p", { class: "warning" }, warning.message));
}

function downloads(path, parameters) {
  const link = (form, title) => {
    const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ""));
    query.set("f", form);
    return element("a", { href: `${path}?${query}`, download: true }, title);
  };
  return element("p", { class: "row" }, "下载：", link("xlsx", "Excel"), link("csv", "CSV"), link("geojson", "GeoJSON"));
}

function choice(title, name, options, value, changed) {
  const select = element("select", { id: name, onchange: (event) => changed(event.target.value) },
    ...options.map(([key, text]) => element("option", { value: key, selected: key === value }, text)));
  return element("label", { for: name }, title + " ", select);
}

const open = (kind, code) => go({ panel: "card", ref: `${kind}/${code}` });

panels.layers = async () => {
  panel.append(element("h2", {}, "图层"));
  for (const [name, kind] of hetu.kinds) {
    if (!kind.hasPlaces) continue;
    const held = hetu.layers.get(name);
    const count = element("span", { class: "count" }, held && held.total !== null ? String(held.total) : "");
    const box = element("input", { type: "checkbox", id: `layer-${name}`, checked: hetu.shown.has(name),
      onchange: (event) => {
        const wanted = new Set(hetu.shown);
        if (event.target.checked) wanted.add(name); else wanted.delete(name);
        go({ panel: "layers", layers: [...wanted].join(",") || "none" });
      } });
    const sign = hetu.lines.has(name) ? element("span", { class: `sign ${name}` }) : element("img", { src: symbolAddress(name, {}), alt: "" });
    panel.append(element("div", { class: "kind" }, box, sign,
      element("label", { for: `layer-${name}` }, kind.title), count));
    if (held && held.isCut && hetu.shown.has(name)) {
      panel.append(element("p", { class: "warning" }, `${kind.title}在当前视野内多于${hetu.pageSize}条，只显示了一部分，请放大。`));
    }
  }
  panel.append(element("h3", {}, "等级"), element("p", { class: "row" },
    ...["重大", "较大", "一般", "未定"].map((grade) => element("span", { class: "kind" },
      element("img", { src: symbolAddress("key_enterprise", { risk_grade: grade }), alt: "" }), grade))));
};

panels.card = async ({ ref }) => {
  const slash = ref.indexOf("/");
  const [kind, code] = [ref.slice(0, slash), ref.slice(slash + 1)];
  const path = `collections/${encodeURIComponent(kind)}`;
  const [item, schema] = await Promise.all([ask(`${path}/items/${encodeURIComponent(code)}`, { f: "json" }), ask(`${path}/schema`, { f: "json" })]);
  const rows = Object.entries(item.properties).filter(([name, value]) => value !== null && name !== "id").map(([name, value]) => {
    const property = schema.properties[name] || { title: name };
    const unit = property["x-ogc-unit"] ? `（${property["x-ogc-unit"]}）` : "";
    const text = value === true ? "是" : value === false ? "否" : typeof value === "object" ? plain(value) : String(value);
    return element("tr", {}, element("th", {}, property.title + unit), element("td", {}, text));
  });
  panel.append(element("h2", {}, element("img", { src: symbolAddress(kind, item.properties), alt: "", width: 22 }), ` ${item.properties.name || code}`),
    element("p", {}, schema.title), element("p", { class: "row" },
      element("button", { onclick: () => go({ panel: "near", of: ref, within: "5000" }) }, "附近有什么"),
      element("button", { onclick: () => go({ panel: "spill", of: ref, season: "normal" }) }, "从这里推演"),
      mayWrite(item.properties.district) ? element("button", { id: "correct", onclick: () => go({ panel: "form", ref }) }, "改正") : null),
    element("table", {}, element("tbody", {}, ...rows)));
  if (item.geometry) {
    const layer = layerOf(item, kind).addTo(hetu.drawn);
    const centre = layer.getBounds().getCenter();
    if (!map.getBounds().contains(centre)) map.panTo(centre);
    if (item.geometry.type === "Point") L.circleMarker(centre, { radius: 16, color: "#C8102E", fill: false, interactive: false }).addTo(hetu.drawn);
  }
};

/** A list value in words. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain).join("、");
  return value && typeof value === "object" ? Object.values(value).filter((part) => part !== null).join(" ") : String(value);
}

panels.near = async ({ at: _, place, of, within = "5000" }) => {
  const again = (changes) => go({ panel: "near", place, of, within, ...changes });
  panel.append(element("h2", {}, "附近有什么"), element("p", { class: "row" },
    choice("半径", "radius", [["1000", "1 km"], ["3000", "3 km"], ["5000", "5 km"], ["10000", "10 km"], ["20000", "20 km"]], within, (value) => again({ within: value })),
    element("button", { onclick: () => pickPlace(picked("near", { within })) }, "在地图上选点")));
  if (!place && !of) {
    panel.append(element("p", {}, "请在地图上点一处。"));
    pickPlace(picked("near", { within }));
    return;
  }
  const parameters = { at: place, of, within };
  const answer = await ask("questions/near", { ...parameters, f: "geojson" });
  await drawOrigin(place, of, Number(within));
  layerOf(answer).addTo(hetu.drawn);
  panel.append(...warningsOf(answer), element("p", {}, `共 ${answer.features.length} 个`), downloads("questions/near", parameters),
    tableOf(["距离 km", "名称", "类别", "等级"], answer.features.map(({ properties }) => ({
      cells: [(properties.distance_m / 1000).toFixed(2), properties.name, properties.title, properties.grade],
      open: () => open(properties.kind, properties.code) }))));
};

const picked = (name, rest) => (place) => go({ panel: name, place: `${place.lng.toFixed(6)},${place.lat.toFixed(6)}`, ...rest });

async function drawOrigin(place, of, radius) {
  let centre = null;
  if (place) {
    const [longitude, latitude] = place.split(",").map(Number);
    centre = [latitude, longitude];
  } else {
    const [kind, ...code] = of.split("/");
    const item = await ask(`collections/${encodeURIComponent(kind)}/items/${encodeURIComponent(code.join("/"))}`, { f: "json" });
    if (!item.geometry || item.geometry.type !== "Point") return;
    centre = [item.geometry.coordinates[1], item.geometry.coordinates[0]];
  }
  L.circleMarker(centre, { radius: 7, color: "#C8102E", fillColor: "#C8102E", fillOpacity: 0.8, interactive: false }).addTo(hetu.drawn);
  if (!radius) return;
  const circle = L.circle(centre, { radius, color: "#C8102E", weight: 1.5, fillOpacity: 0.05, interactive: false }).addTo(hetu.drawn);
  if (!map.getBounds().intersects(circle.getBounds())) map.fitBounds(circle.getBounds());
}

panels.spill = async ({ place, of, season = "normal", direction = "downstream", substance = "", mass = "" }) => {
  const asked = { season, direction, substance, mass };
  const again = (changes) => go({ panel: "spill", place, of, ...asked, ...changes });
  const release = element("form", { class: "row", onsubmit: (event) => {
    event.preventDefault();
    const [named, weighed] = event.target.elements;
    again({ substance: named.value.trim(), mass: weighed.value.trim() });
  } }, element("label", { for: "substance" }, "污染物"), element("input", { id: "substance", value: substance, size: 8, placeholder: "如 氰化物" }),
  element("label", { for: "mass" }, "质量 kg"), element("input", { id: "mass", value: mass, type: "number", min: "0", step: "any" }), element("button", {}, "计算浓度"));
  panel.append(element("h2", {}, "事故推演"), element("p", { class: "row" },
    choice("水期", "season", [["dry", "枯水期"], ["normal", "平水期"], ["wet", "丰水期"]], season, (value) => again({ season: value })),
    choice("方向", "direction", [["downstream", "向下游"], ["upstream", "向上游溯源"]], direction, (value) => again({ direction: value })),
    element("button", { onclick: () => pickPlace(picked("spill", asked)) }, "在地图上选点")), release);
  if (!place && !of) {
    panel.append(element("p", {}, "请在河上点事故地点。"));
    pickPlace(picked("spill", asked));
    return;
  }
  const isDown = direction === "downstream";
  const hasSpill = isDown && substance && mass;
  const water = { from: place || of, season, substance: hasSpill ? substance : "", mass: hasSpill ? mass : "" };
  const parameters = { ...water, direction };
  const [trace, drawn, race] = await Promise.all([ask("questions/trace", { ...parameters, f: "json" }),
    ask("questions/trace", { ...parameters, f: "geojson" }), isDown ? ask("questions/stop", { ...water, f: "json" }) : null]);
  await drawOrigin(place, of, 0);
  const passages = drawn.features.filter((feature) => feature.properties.kind === "passage");
  L.geoJSON(passages, { style: { color: "#C8102E", weight: 6, opacity: 0.7 }, interactive: false }).addTo(hetu.drawn);
  layerOf({ type: "FeatureCollection", features: drawn.features.filter((feature) => feature.properties.kind !== "passage") }).addTo(hetu.drawn);
  panel.append(element("p", { class: "figure" }, trace.origin.place || trace.origin.river || "河道"), ...(race ? raceOf(race) : []),
    element("h3", {}, isDown ? "下游依次到达" : "上游来源"), ...warningsOf(trace), element("p", {}, `终点：${trace.ends}`), downloads("questions/trace", parameters),
    tableOf([isDown ? "最早 h" : "最短 h", isDown ? "到达 h" : "用时 h", "水路 km", "名称", "类别", ...(hasSpill ? ["峰值 mg/L"] : [])],
      trace.encounters.map((met) => ({
        cells: [time(met.arrival_earliest_h), time(met.arrival_h), met.path_km === null ? "" : Number(met.path_km).toFixed(1), met.name, met.title,
          ...(hasSpill ? [met.concentration_mg_l ?? ""] : [])],
        open: hetu.kinds.has(met.kind) ? () => open(met.kind, met.code) : null }))));
};

/** The race between water and people: which facility can be closed in time. */
function raceOf(race) {
  const rows = race.rows.filter((row) => row.verdict).map((row) => ({
    cells: [row.name, time(row.arrival_earliest_h), row.needed_min ?? "", row.margin_min ?? "", row.verdict],
    open: hetu.kinds.has(row.kind) ? () => open(row.kind, row.code) : null }));
  return [element("h3", {}, "在哪里能拦住"), ...warningsOf(race),
    rows.length ? tableOf(["拦截点", "水头 h", "需要 min", "余量 min", "判断"], rows) : element("p", {}, "下游没有可用于拦截的设施。")];
}

const time = (hours) => hours === null || hours === undefined ? "" : Number(hours).toFixed(1);

panels.list = async ({ kind = "tailings_pond", sortby = "code", grade = "", district = "", after }) => {
  const again = (changes) => go({ panel: "list", kind, sortby, grade, district, ...changes });
  const [schema, districts] = await Promise.all([ask(`collections/${kind}/schema`, { f: "json" }), ask("collections/district/items", { limit: 200, sortby: "code" })]);
  const hasGrade = "risk_grade" in schema.properties;
  const parameters = { sortby, district, risk_grade: hasGrade ? grade : "" };
  const answer = await ask(`collections/${kind}/items`, { ...parameters, limit: 200, after });
  const columns = Object.entries(schema.properties).filter(([name]) => !["id", "geometry", "source", "source_position", "source_crs"].includes(name)).slice(0, 9);
  const header = ([name, property]) => element("th", {}, element("button", {
    onclick: () => again({ sortby: sortby === name ? "-" + name : name }),
    "aria-label": `按${property.title}排序` }, property.title + (sortby === name ? " ▲" : sortby === "-" + name ? " ▼" : "")));
  const next = answer.links.find((link) => link.rel === "next");
  panel.append(element("h2", {}, `${schema.title}清单`), element("p", { class: "row" },
    choice("类别", "kind", [...hetu.kinds].map(([name, value]) => [name, value.title]), kind, (value) => go({ panel: "list", kind: value })),
    choice("区县", "district", [["", "全部"], ...districts.features.map(({ properties }) => [properties.code, properties.name])], district, (value) => again({ district: value })),
    hasGrade ? choice("等级", "grade", [["", "全部"], ["重大", "重大"], ["较大", "较大"], ["一般", "一般"]], grade, (value) => again({ grade: value })) : null,
    hetu.account.writes ? element("button", { id: "add", onclick: () => go({ panel: "form", kind }) }, "新增") : null),
    element("p", {}, answer.numberMatched === undefined ? `本页 ${answer.numberReturned} 条` : `共 ${answer.numberMatched} 条`),
    downloads(`collections/${kind}/items`, parameters),
    tableOf(columns.map((column) => column[1].type === "array" ? column[1].title : header(column)), answer.features.map(({ properties }) => ({
      cells: columns.map(([name]) => properties[name] === null ? "" : typeof properties[name] === "object" ? plain(properties[name]) : properties[name]),
      open: () => open(kind, properties.code) }))));
  if (next) panel.append(element("button", { onclick: () => again({ after: new URL(next.href).searchParams.get("after") }) }, "下一页"));
};

panels.rivers = async () => {
  const { rivers } = await ask("rivers");
  panel.append(element("h2", {}, "河流方案（一河一策一图）"));
  for (const river of rivers) {
    panel.append(element("h3", {}, `${river.name}（${river.length_km} km）`), element("p", { class: "row" },
      ...river.products.map((product) => element("a", { href: new URL(product.href).pathname.replace(/^\//, ""), target: "_blank", rel: "noopener" }, product.title))));
  }
};

panels.findings = async () => {
  const { findings } = await ask("questions/check");
  const words = { error: "错误", warning: "警告", note: "提示" };
  panel.append(element("h2", {}, "数据检查"), element("p", {}, Object.entries(words).map(([key, word]) =>
    `${word} ${findings.filter((finding) => finding.severity === key).length}`).join("　")),
  tableOf(["级别", "对象", "问题", "处理"], findings.map((finding) => ({
    cells: [words[finding.severity], finding.name || finding.title, finding.message, finding.remedy],
    open: finding.ref ? () => go({ panel: "card", ref: finding.ref }) : null }))));
};

panels.search = async ({ words = "" }) => {
  panel.append(element("h2", {}, `查找“${words}”`));
  if (!words) return;
  const pattern = words.replace(/[\\%_]/g, "\\$&").replace(/'/g, "''");
  const filter = `CASEI(name) LIKE CASEI('%${pattern}%') OR CASEI(code) LIKE CASEI('%${pattern}%')`;
  const found = await Promise.all([...hetu.kinds.keys()].map(async (kind) => {
    const answer = await ask(`collections/${kind}/items`, { filter, limit: 20 });
    return answer.features.map(({ properties }) => ({ cells: [properties.name, hetu.kinds.get(kind).title, properties.code], open: () => open(kind, properties.code) }));
  }));
  const rows = found.flat();
  panel.append(element("p", {}, rows.length ? `找到 ${rows.length} 条（每类最多 20 条）` : "没有找到。"), tableOf(["名称", "类别", "编号"], rows));
};
