"use strict";
// The form that adds and corrects records, made from the schema of their kind. What is sent is checked by the service, whose words stand
// beside the fields; a record that somebody else changed meanwhile is shown beside what was typed.

/** Whether whoever is logged in may write a record of this district. */
function mayWrite(district) {
  const { writes, districts } = hetu.account;
  if (!writes || !districts.length) return writes;
  return districts.some((own) => (district || "").startsWith(own.replace(/(00)+$/, "")));
}

/** A control for a property: its element, and how its value is read; empty is null. */
function controlOf(name, property, value, lists) {
  const id = `field-${name}`;
  const attributes = { id, "aria-describedby": `note-${name} fault-${name}` };
  const text = value === null || value === undefined ? "" : String(value);
  const filled = (input) => ({ element: input, read: () => input.value.trim() || null });
  if (property.enum || property.type === "boolean") {
    const options = property.enum ? property.enum.map((word) => [word, word]) : [["true", "是"], ["false", "否"]];
    if (text && !options.some(([key]) => key === text)) options.unshift([text, text]);
    const select = element("select", attributes,
      ...[["", "（未填）"], ...options].map(([key, word]) => element("option", { value: key, selected: key === text }, word)));
    return { element: select, read: () => property.enum || !select.value ? select.value || null : select.value === "true" };
  }
  if (property.type === "array") return listControl(name, property.items, Array.isArray(value) ? value : [], attributes);
  if (property.type === "string" && property.maxLength > 200) {
    const area = element("textarea", { ...attributes, rows: 3, maxlength: property.maxLength });
    area.value = text;
    return filled(area);
  }
  const type = { date: "date", "year-month": "month" }[property.format] || "text";
  const isNumber = property.type === "number" || property.type === "integer";
  // A number goes as it was typed, so that the service can say what is wrong with it.
  return filled(element("input", { ...attributes, type, value: text, maxlength: property.maxLength, list: lists[name], inputmode: isNumber ? "decimal" : null }));
}

/** A control for a list: words to tick, objects in rows, or texts line by line. */
function listControl(name, items, value, attributes) {
  if (items.enum) {
    const boxes = items.enum.map((word) => element("input", { type: "checkbox", value: word, checked: value.includes(word) }));
    const group = element("div", { ...attributes, role: "group", class: "ticks", tabindex: "-1" },
      ...boxes.map((box) => element("label", {}, box, box.value)));
    return { element: group, read: () => listOf(boxes.filter((box) => box.checked).map((box) => box.value)) };
  }
  if (items.type !== "object") {
    const area = element("textarea", { ...attributes, rows: 3, placeholder: "每行一项" });
    area.value = value.map(plain).join("\n");
    return { element: area, read: () => listOf(area.value.split("\n").map((line) => line.trim()).filter(Boolean)) };
  }
  const columns = Object.entries(items.properties);
  const rows = [];
  const body = element("tbody");
  const add = (item) => {
    const cells = columns.map(([column, property]) => [column, cellOf(property, item[column])]);
    const row = { item, cells };
    const line = element("tr", {}, ...cells.map(([, cell]) => element("td", {}, cell.element)),
      element("td", {}, element("button", { type: "button", "aria-label": "删去这一行", onclick: () => { rows.splice(rows.indexOf(row), 1); line.remove(); } }, "×")));
    rows.push(row);
    body.append(line);
  };
  value.forEach((item) => add(item && typeof item === "object" ? item : {}));
  const group = element("div", { ...attributes, role: "group", tabindex: "-1", class: "scroll" },
    element("table", {}, element("thead", {}, element("tr", {}, ...columns.map(([, property]) =>
      element("th", {}, titleOf(property))), element("th", {}))), body),
    element("button", { type: "button", onclick: () => add({}) }, "加一行"));
  // What the form does not know of an item stays in it.
  const read = ({ item, cells }) => Object.fromEntries(Object.entries({ ...item, ...Object.fromEntries(cells.map(([column, cell]) => [column, cell.read()])) })
    .filter(([, part]) => part !== null && part !== undefined));
  return { element: group, read: () => listOf(rows.map(read).filter((item) => Object.keys(item).length)) };
}

/** A small control in a row of a list. */
function cellOf(property, value) {
  if (property.enum || property.type === "boolean") {
    const control = controlOf("", property, value, {});
    for (const attribute of ["id", "aria-describedby"]) control.element.removeAttribute(attribute);
    control.element.setAttribute("aria-label", titleOf(property));
    return control;
  }
  const input = element("input", { "aria-label": titleOf(property), value: value === null || value === undefined ? "" : plain(value) });
  return { element: input, read: () => {
    const text = input.value.trim();
    if (!text) return null;
    if (property.type === "array") return text.split("、");
    return ["number", "integer"].includes(property.type) && Number.isFinite(Number(text)) ? Number(text) : text;
  } };
}

const listOf = (items) => items.length ? items : null;
const titleOf = (property) => property.title + (property["x-ogc-unit"] ? `（${property["x-ogc-unit"]}）` : "");

/** The fields of a record's place: longitude and latitude, or a word where it is no point. */
function placeControl(geometry, property) {
  if (geometry && geometry.type !== "Point" || !["geometry-point", "geometry-any"].includes(property.format)) {
    return { element: element("p", { id: "field-geometry" }, "线和面请在 GIS 中修改。"), read: () => geometry, isFixed: true };
  }
  const [x, y] = geometry ? geometry.coordinates : ["", ""];
  const input = (id, value) => element("input", { id, value: String(value), inputmode: "decimal", size: 12, "aria-describedby": "fault-geometry", onchange: () => draw() });
  const [longitude, latitude] = [input("field-geometry", x), input("latitude", y)];
  const numbers = () => [longitude, latitude].map((field) => field.value.trim() === "" ? NaN : Number(field.value));
  const draw = () => {
    hetu.drawn.clearLayers();
    const [east, north] = numbers();
    if (!Number.isFinite(east) || !Number.isFinite(north)) return;
    L.circleMarker([north, east], { radius: 16, color: "#C8102E", fill: false, interactive: false }).addTo(hetu.drawn);
    if (!map.getBounds().pad(-0.1).contains([north, east])) map.panTo([north, east]);
  };
  const pick = element("button", { type: "button", id: "pick", onclick: () => pickPlace((place) => {
    [longitude.value, latitude.value] = [place.lng.toFixed(6), place.lat.toFixed(6)];
    draw();
    pick.focus();
  }) }, "在地图上选点");
  draw();
  return {
    element: element("div", { class: "row" }, element("label", { for: "field-geometry" }, "经度"), longitude,
      element("label", { for: "latitude" }, "纬度"), latitude, pick),
    // What is no number goes as it is: the service refuses it in its words.
    read: () => longitude.value.trim() || latitude.value.trim()
      ? { type: "Point", coordinates: [longitude, latitude].map((field, index) => Number.isFinite(numbers()[index]) ? numbers()[index] : field.value) } : null,
  };
}

/** Sends a change; gives back the status, the body and the tag. */
async function send(method, path, feature, tag) {
  const headers = { "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/geo+json", Accept: "application/geo+json" };
  if (tag) headers["If-Match"] = tag;
  const response = await fetch(path, { method, headers, body: JSON.stringify(feature) });
  return { status: response.status, body: await response.json(), tag: response.headers.get("ETag") };
}

panels.form = async ({ kind, ref }) => {
  const isNew = !ref;
  const name = isNew ? kind : ref.slice(0, ref.indexOf("/"));
  const path = `collections/${encodeURIComponent(name)}`;
  const address = isNew ? `${path}/items` : `${path}/items/${encodeURIComponent(ref.slice(ref.indexOf("/") + 1))}`;
  const [schema, districts, response] = await Promise.all([ask(`${path}/schema`, { f: "json" }), ask("collections/district/items", { limit: 1000, sortby: "code" }),
    isNew ? null : fetch(address, { headers: { Accept: "application/geo+json" } })]);
  if (response && !response.ok) throw new Error((await response.json()).detail);
  const stored = response ? await response.json() : { properties: {}, geometry: null };
  let tag = response ? response.headers.get("ETag") : null;
  if (!mayWrite(isNew ? hetu.account.districts[0] : stored.properties.district)) {
    panel.append(element("p", { class: "error", role: "alert" }, "您的账号不能修改这条记录。"));
    return;
  }
  const codes = element("datalist", { id: "districts" }, ...districts.features.map(({ properties }) => element("option", { value: properties.code }, properties.name)));
  const known = Object.entries(schema.properties).filter(([key, property]) => key !== "geometry" && !property.readOnly && !["source_position", "source_crs"].includes(key))
    .sort(([, one], [, other]) => one["x-ogc-propertySeq"] - other["x-ogc-propertySeq"]);
  const controls = new Map();
  const fields = known.map(([key, property]) => {
    const given = isNew && key === "district" && hetu.account.districts.length === 1 ? hetu.account.districts[0] : stored.properties[key];
    const control = controlOf(key, property, given, { district: "districts" });
    const isRequired = (schema.required || []).includes(key);
    if (isRequired) control.element.setAttribute("aria-required", "true");
    controls.set(key, { ...control, title: property.title, before: JSON.stringify(isNew ? null : control.read()) });
    return field(key, titleOf(property), control.element, property.description, isRequired);
  });
  if (schema.properties.geometry) {
    const control = placeControl(stored.geometry, schema.properties.geometry);
    controls.set("geometry", { ...control, title: "位置", before: JSON.stringify(control.isFixed ? control.read() : isNew ? null : control.read()) });
    fields.splice(3, 0, field("geometry", "位置", control.element));
  }
  const reason = element("input", { id: "reason", maxlength: 200 });
  const message = element("div", { id: "message", tabindex: "-1" });
  const button = element("button", { id: "save" }, "保存");
  const form = element("form", { id: "record", novalidate: true, onsubmit: (event) => { event.preventDefault(); save().catch(tell); } },
    ...fields, element("label", { for: "reason" }, "修改原因（记入历史）"), reason, message,
    element("p", { class: "row" }, button, element("button", { type: "button", onclick: () => isNew ? go({ panel: "list", kind: name }) : go({ panel: "card", ref }) }, "不保存，返回")));
  panel.append(element("h2", {}, isNew ? `新增${schema.title}` : `改正：${stored.properties.name || ref}`),
    element("p", {}, "带 * 的必填。"), codes, form);

  async function save() {
    const feature = { type: "Feature", properties: {} };
    for (const [key, control] of controls) {
      const value = control.read();
      if (JSON.stringify(value) === control.before) continue;
      if (key === "geometry") feature.geometry = value; else feature.properties[key] = value;
    }
    clearFaults();
    button.disabled = true;
    const query = reason.value.trim() ? `?reason=${encodeURIComponent(reason.value.trim())}` : "";
    const answer = await send(isNew ? "POST" : "PATCH", address + query, isNew ? { geometry: null, ...feature } : feature, tag).finally(() => { button.disabled = false; });
    if (answer.status === 200 || answer.status === 201) {
      const old = hetu.layers.get(name);
      if (old) map.removeLayer(old.layer);
      hetu.layers.delete(name);
      if (hetu.shown.has(name)) await showLayer(name, true);
      go({ panel: "card", ref: `${name}/${answer.body.properties.code}` });
    } else if (answer.status === 412) {
      tag = answer.tag;
      showConflict(answer.body);
    } else showFaults(answer.body);
  }

  function clearFaults() {
    message.replaceChildren();
    for (const place of form.querySelectorAll("p.fault")) place.textContent = "";
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  }

  /** The service's words beside the fields that they are about; the first of them gets the focus. */
  function showFaults(problem) {
    const rest = [];
    for (const { property, message: words } of problem.errors || []) {
      const place = property && document.getElementById(`fault-${property}`);
      if (!place) { rest.push(words); continue; }
      place.textContent += words;
      document.getElementById(`field-${property}`).setAttribute("aria-invalid", "true");
    }
    if (!problem.errors) rest.push(problem.detail);
    message.append(element("p", { class: "error", role: "alert" }, rest.join("；") || "记录未保存，请改正标出的各项。"));
    (form.querySelector("[aria-invalid]") || message).focus();
  }

  /** What was typed beside what stands in the registry by now. */
  function showConflict({ detail, yours, stored: theirs }) {
    const shown = (value) => value === null || value === undefined ? "" : typeof value === "object" ? plain(value) : value === true ? "是" : value === false ? "否" : String(value);
    const rows = Object.entries(theirs.properties).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(stored.properties[key]) || key in yours.properties)
      .map(([key, value]) => ({ key, theirs: shown(value), yours: key in yours.properties ? shown(yours.properties[key]) : "（未改）" }));
    if (yours.geometry !== undefined || JSON.stringify(theirs.geometry) !== JSON.stringify(stored.geometry)) {
      const place = (geometry) => geometry && geometry.type === "Point" ? geometry.coordinates.join(", ") : geometry ? geometry.type : "";
      rows.push({ key: "geometry", theirs: place(theirs.geometry), yours: yours.geometry === undefined ? "（未改）" : place(yours.geometry) });
    }
    const title = (key) => schema.properties[key] ? schema.properties[key].title : key;
    message.append(element("p", { class: "error", role: "alert" }, detail),
      tableOf(["项目", "您填的", "登记库现有的"], rows.map((row) => ({ cells: [title(row.key), row.yours, row.theirs] }))),
      element("p", { class: "row" }, element("button", { id: "overwrite" }, "仍按我填的保存"),
        element("button", { type: "button", id: "reread", onclick: () => showPanel("form") }, "放弃我的，重新填写")));
    message.focus();
  }
};

/** A field with its label, its note and the place for what is wrong with it. */
function field(key, title, control, note, isRequired) {
  const isGroup = control.tagName === "DIV" || control.tagName === "P";
  const label = element(isGroup ? "span" : "label", { id: `label-${key}`, class: "label", for: isGroup ? null : control.id }, title, isRequired ? " *" : "");
  if (isGroup) control.setAttribute("aria-labelledby", `label-${key}`);
  return element("div", { class: "field" }, label, control, element("p", { class: "note", id: `note-${key}` }, note || ""),
    element("p", { class: "fault", id: `fault-${key}` }));
}

/** Who is logged in, with a way out, or a way in. */
function showAccount() {
  const { name } = hetu.account;
  document.getElementById("who").append(...(name ? [name, element("form", { method: "post", action: "logout" }, element("button", {}, "退出"))]
    : [element("a", { href: "login" }, "登录")]));
}
