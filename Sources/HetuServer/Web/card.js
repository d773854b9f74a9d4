"use strict";
// A record's card: where it lies, the figures that matter, phones; how its grade comes about, what is near, what changed; deleting it.

/** The kinds of which it is told how their figure comes about. */
const explained = { key_enterprise: "等级怎么来的", tailings_pond: "等级怎么来的", chemical_park: "怎么算的", drinking_water_source: "怎么算的", river: "怎么算的" };

panels.card = async ({ ref, more = "" }, content, view) => {
  const kind = ref.slice(0, ref.indexOf("/"));
  const [response, schema, along] = await Promise.all([view.reach(itemPath(ref), { headers: { Accept: "application/geo+json" } }), schemaOf(kind), view.ask(`${itemPath(ref)}/card`)]);
  const item = await response.json();
  const { properties } = item;
  const place = along.along_river;
  put(content, element("h2", {}, element("img", { src: symbolAddress(kind, properties), alt: "", width: 22 }), ` ${properties.name || properties.code}`),
    element("p", { class: "note" }, `${schema.title}　${properties.code || ""}`),
    place ? element("p", { class: "place" }, `${place.place}　离河 ${Math.round(place.offset_m)} m`) : null, figuresOf(schema, properties), phonesOf(schema, properties),
    element("p", { class: "row" },
      item.geometry ? element("button", { onclick: () => go({ panel: "near", place: ref, within: "5000", at: "", zoom: "" }) }, "附近有什么") : null,
      item.geometry ? element("button", { onclick: () => go({ panel: "spill", place: ref, season: "normal", at: "", zoom: "" }) }, "从这里推演") : null,
      place ? element("button", { onclick: () => go({ panel: "river", river: place.river_code || place.river }) }, `${place.river}方案`) : null,
      mayWrite(properties.district) ? element("button", { id: "correct", onclick: () => go({ panel: "form", ref }) }, "改正") : null,
      mayWrite(properties.district) ? element("button", { id: "delete", onclick: () => confirmDeletion(content, ref, schema, item, response.headers.get("ETag")) }, "删除") : null,
      element("button", { class: "print", onclick: () => print() }, "打印")), element("div", { id: "deletion" }));
  const district = (await view.wait(districts())).find((one) => one.code === properties.district);
  const known = Object.entries(properties).filter(([name, value]) => value !== null && name !== "id");
  const isOrigin = ([name]) => ["source", "source_position", "source_crs", "verified_on"].includes(name);
  const rows = [...known.filter((entry) => !isOrigin(entry)), ...known.filter(isOrigin)].map(([name, value]) => {
    const property = schema.properties[name] || { title: name };
    const table = tableOfItems(property, value);
    if (table) return element("tr", {}, element("td", { colspan: 2 }, element("span", { class: "note" }, titleOf(property)), table));
    return element("tr", {}, element("th", { scope: "row" }, titleOf(property)), element("td", {}, wordOf(value), name === "district" && district ? ` ${district.name}` : null));
  });
  put(content, element("table", { class: "card" }, element("tbody", {}, ...rows)));
  drawRecord(item, kind, view);
  const opened = new Set(more.split(","));
  const sections = [["explain", explained[kind], explained[kind] && hetu.account.internal, explanationOf], ["near", "附近 2 km", item.geometry && hetu.kinds.get(kind).hasPlaces, nearOf],
    ["history", "修改历史", hetu.account.internal, historyOf]];
  for (const [name, title, isOffered, fill] of sections) {
    if (!isOffered) continue;
    const inside = element("div", {});
    let isFilled = false;
    const filled = async () => {
      if (isFilled) return;
      isFilled = true;
      inside.append(...await fill(ref, schema, view).catch((error) => [element("p", { class: "error" }, error.status === 404 ? "没有可说明的内容。" : refusals[error.status] || "没有取到，请重试。")]));
    };
    const details = element("details", { id: `more-${name}`, open: opened.has(name), ontoggle: () => {
      if (view.isLeft) return;
      if (details.open) { opened.add(name); filled(); } else opened.delete(name);
      remember({ more: [...opened].filter(Boolean).join(",") });
    } }, element("summary", {}, title), inside);
    put(content, details);
    if (opened.has(name)) await filled();
  }
};

const isPhone = (name) => /phone|mobile|telephone/.test(name);

/** The grade and the first two measures that are known, large. */
function figuresOf(schema, properties) {
  const measures = Object.entries(schema.properties).filter(([name, property]) => property["x-ogc-unit"] && typeof properties[name] === "number" && name !== "river_km")
    .sort(([, one], [, other]) => one["x-ogc-propertySeq"] - other["x-ogc-propertySeq"]).slice(0, properties.risk_grade ? 2 : 3);
  const figure = (title, value, unit, attributes = {}) => element("div", attributes, element("span", {}, title), element("strong", {}, String(value)), element("span", {}, unit));
  const grade = properties.risk_grade ? [figure(schema.properties.risk_grade.title, properties.risk_grade, "", { "data-grade": properties.risk_grade })] : [];
  const all = [...grade, ...measures.map(([name, property]) => figure(property.title, properties[name], property["x-ogc-unit"]))];
  return all.length ? element("div", { class: "figures" }, ...all) : null;
}

/** The telephone numbers, to be called by a tap. */
function phonesOf(schema, properties) {
  const phones = Object.entries(properties).filter(([name, value]) => isPhone(name) && typeof value === "string" && value);
  if (!phones.length) return null;
  return element("p", { class: "phones" }, ...phones.map(([name, value]) => element("span", {}, `${schema.properties[name] ? schema.properties[name].title : "电话"} `,
    /^[0-9+\- ]{5,20}$/.test(value) ? element("a", { href: `tel:${value.replace(/[^0-9+]/g, "")}` }, value) : value)));
}

/** A list of objects as a table; null for what is none. */
function tableOfItems(property, value) {
  if (!Array.isArray(value) || !value.length || !property.items || !property.items.properties) return null;
  const columns = Object.entries(property.items.properties).filter(([name]) => value.some((item) => item && item[name] !== null && item[name] !== undefined));
  return tableOf(columns.map(([, column]) => titleOf(column)), value.map((item) => ({ cells: columns.map(([name]) => wordOf(item && item[name])) })), { longest: 20 });
}

/** Draws a record, and moves the map to it where it is out of sight. */
function drawRecord(item, kind, view) {
  if (!item.geometry) return;
  const layer = layerOf(item, kind).addTo(view.drawn);
  const bounds = layer.getBounds();
  const centre = bounds.getCenter();
  if (item.geometry.type === "Point") L.circleMarker(centre, { radius: 16, color: "#C8102E", fill: false, interactive: false }).addTo(view.drawn);
  else L.geoJSON(item, { style: { color: "#C8102E", weight: 5, fill: false, opacity: 0.8 }, interactive: false, pointToLayer: (_, place) => L.circleMarker(place, { radius: 14 }) }).addTo(view.drawn);
  fit(bounds, { maxZoom: 13 });
  if (!map.getBounds().pad(-0.05).contains(centre)) map.panTo(centre, { animate: false });
}

/** How the rules come to a record's grade or figure, beside what is recorded. */
async function explanationOf(ref, _, view) {
  const told = await view.ask("questions/explain", { ref });
  const { computed, official, rules } = told;
  const reckoned = typeof computed === "string" ? computed : computed.not_applicable ? "不适用" : computed.notation || (computed.lowest === computed.highest ? computed.lowest : `${computed.lowest} 至 ${computed.highest}`);
  const recorded = typeof official === "string" ? official : official && (official.notation || official.grade);
  const steps = told.steps.map((step) => ({ cells: [step.clause, step.title, [step.inputs.map((input) => `${input.title}：${input.value ?? "未登记"}`).join("；"), step.reasoning].filter(Boolean).join("；"), step.result + (step.verified ? "" : " ＊")] }));
  return [element("p", { class: "figures" }, element("span", {}, `登记：${recorded || "没有"}`), element("strong", {}, `${told.figure || "计算"}：${reckoned || "不能确定"}`)),
    computed.not_applicable ? element("p", {}, computed.not_applicable) : null,
    told.agrees === false ? element("p", { class: "warning" }, "计算与登记不一致；以登记的等级为准，请核对。") : null,
    element("p", { class: "note" }, `${rules.standard} ${rules.title}${rules.verified ? "" : `（${rules.notice}）`}　计算日期 ${told.on}`),
    steps.length ? tableOf(["条款", "步骤", "依据", "结果"], steps, { longest: 40 }) : null,
    ...told.gaps.map((gap) => element("p", { class: "warning" }, gap.lowest === gap.highest ? gap.message : `取决于${gap.message}：最好的情形 ${gap.lowest}，最坏的情形 ${gap.highest}`)),
    ...told.changes.map((change) => element("p", {}, `会改变结果的：${change}`)), ...told.warnings.map((warning) => element("p", { class: "warning" }, warning)),
    rules.verified ? null : element("p", { class: "note" }, "＊ 此条没有与正式文本核对。")].filter(Boolean);
}

/** The next things around a record. */
async function nearOf(ref, _, view) {
  const answer = await view.ask("questions/near", { of: ref, within: 2000, f: "json" });
  const rows = answer.rows.filter((row) => `${row.kind}/${row.code}` !== ref);
  return [rows.length ? null : element("p", {}, "2 km 内没有其他登记对象。"), tableOf(["距离 km", "名称", "类别"], rows.map((row) => ({
    cells: [(row.distance_m / 1000).toFixed(2), row.name, row.title], open: () => open(row.kind, row.code) })), { longest: 20 })].filter(Boolean);
}

/** What changed, when, by whom and why. */
async function historyOf(ref, schema, view) {
  const words = { insert: "新增", update: "修改", delete: "删除" };
  const entries = await view.ask(`${itemPath(ref)}/history`);
  return entries.map((entry) => element("div", { class: "change" }, element("p", {}, element("strong", {}, new Date(entry.at).toLocaleString("zh-CN")), ` ${words[entry.operation]}　${entry.actor || "其他程序"}　${entry.reason || ""}`),
    ...entry.changes.map(({ title, before, after }) => element("p", { class: "note" }, `${title}：${wordOf(before) || "（空）"} → ${wordOf(after) || "（空）"}`)),
    entry.geometry_changed ? element("p", { class: "note" }, "位置有改动") : null));
}

/** Asks before a record is deleted; where somebody changed it meanwhile, both versions are shown first. */
function confirmDeletion(content, ref, schema, item, tag) {
  const reason = element("input", { id: "deletion-reason", maxlength: 200 });
  const message = element("div", {});
  const sure = element("button", { class: "danger", id: "delete-sure" }, "确认删除");
  const form = element("form", { class: "confirm", role: "alertdialog", "aria-labelledby": "deletion-title", onsubmit: (event) => { event.preventDefault(); remove().catch((error) => message.append(element("p", { class: "error", role: "alert" }, error.message))); } },
    element("p", { id: "deletion-title" }, element("strong", {}, `删除“${item.properties.name || ref}”？`), "删除后不再出现在图上和清单中；历史仍保留。"),
    element("label", { for: "deletion-reason" }, "删除原因（记入历史）"), reason, message, element("p", { class: "row" }, sure, element("button", { type: "button", onclick: () => form.remove() }, "不删除")));
  document.getElementById("deletion").replaceChildren(form);
  reason.focus();

  async function remove() {
    sure.disabled = true;
    const answer = await send("DELETE", address(itemPath(ref), { reason: reason.value.trim() }), null, tag).finally(() => { sure.disabled = false; });
    if (answer.status === 204) {
      await reloadLayer(ref.slice(0, ref.indexOf("/")));
      go({ panel: "list", kind: ref.slice(0, ref.indexOf("/")) });
    } else if (answer.status === 412) {
      tag = answer.tag;
      message.replaceChildren(element("p", { class: "error", role: "alert" }, "记录已被他人修改，没有删除；请对照两个版本后再决定。"), versionsOf(schema, "您看到的", item, answer.body.stored));
      sure.textContent = "仍然删除";
    } else if (answer.status === 401) message.replaceChildren(expired());
    else message.replaceChildren(element("p", { class: "error", role: "alert" }, /[\u4e00-\u9fff]/.test(answer.body.detail) ? answer.body.detail : refusals[answer.status] || "没有删除，请重试。"));
  }
}

/** What differs between two versions of a record, side by side. */
function versionsOf(schema, title, mine, theirs, names = []) {
  const rows = Object.keys(theirs.properties).filter((key) => names.includes(key) || JSON.stringify(mine.properties[key] ?? null) !== JSON.stringify(theirs.properties[key] ?? null))
    .map((key) => ({ cells: [(schema.properties[key] || { title: key }).title, key in mine.properties ? wordOf(mine.properties[key]) : "（未改）", wordOf(theirs.properties[key])] }));
  if (JSON.stringify(mine.geometry) !== JSON.stringify(theirs.geometry)) rows.push({ cells: ["位置", mine.geometry === undefined ? "（未改）" : placeWords(mine.geometry), placeWords(theirs.geometry)] });
  return tableOf(["项目", title, "登记库现有的"], rows, { longest: 40 });
}

function placeWords(geometry) {
  if (!geometry) return "（无）";
  const words = { LineString: "线", MultiLineString: "线", Polygon: "面", MultiPolygon: "面", MultiPoint: "多点" };
  return geometry.type === "Point" ? geometry.coordinates.join(", ") : words[geometry.type] || geometry.type;
}
