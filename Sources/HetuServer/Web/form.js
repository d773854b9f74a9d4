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

/** Sends a change; gives back the status, the body and the tag. */
async function send(method, path, feature, tag) {
  const headers = { "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/geo+json", Accept: "application/geo+json" };
  if (tag) headers["If-Match"] = tag;
  const response = await fetch(path, { method, headers, body: feature ? JSON.stringify(feature) : null });
  return { status: response.status, body: response.status === 204 ? {} : await response.json(), tag: response.headers.get("ETag") };
}

panels.form = async ({ kind, ref }, content, view) => {
  const isNew = !ref;
  const name = isNew ? kind : ref.slice(0, ref.indexOf("/"));
  const path = isNew ? `collections/${encodeURIComponent(name)}/items` : itemPath(ref);
  const [schema, known, response] = await view.wait(Promise.all([schemaOf(name), districts(), isNew ? null : view.reach(path, { headers: { Accept: "application/geo+json" } })]));
  const stored = response ? await view.wait(response.json()) : { properties: {}, geometry: null };
  let tag = response ? response.headers.get("ETag") : null;
  if (!mayWrite(isNew ? hetu.account.districts[0] : stored.properties.district)) {
    put(content, element("p", { class: "error", role: "alert" }, hetu.account.writes ? "您的账号不能修改这条记录。" : "请用有修改权限的账号登录后再来。"));
    return;
  }
  const codes = element("datalist", { id: "districts" }, ...known.map((district) => element("option", { value: district.code }, district.name)));
  const properties = Object.entries(schema.properties).filter(([key, property]) => key !== "geometry" && !property.readOnly && !["source_position", "source_crs"].includes(key))
    .sort(([, one], [, other]) => one["x-ogc-propertySeq"] - other["x-ogc-propertySeq"]);
  const controls = new Map();
  const fields = properties.map(([key, property]) => {
    const given = isNew && key === "district" && hetu.account.districts.length === 1 ? hetu.account.districts[0] : stored.properties[key];
    const control = controlOf(key, property, given, { district: "districts" });
    const isRequired = (schema.required || []).includes(key);
    if (isRequired) control.element.setAttribute("aria-required", "true");
    controls.set(key, { ...control, title: property.title, before: JSON.stringify(isNew ? null : control.read()) });
    return field(key, titleOf(property), control.element, property.description, isRequired);
  });
  if (schema.properties.geometry) {
    const control = placeControl(stored.geometry, schema.properties.geometry, view);
    controls.set("geometry", { ...control, title: "位置", before: JSON.stringify(control.isFixed ? control.read() : isNew ? null : control.read()) });
    fields.splice(3, 0, field("geometry", "位置", control.element));
  }
  const reason = element("input", { id: "reason", maxlength: 200 });
  const message = element("div", { id: "message", tabindex: "-1" });
  const button = element("button", { id: "save" }, "保存");
  const form = element("form", { id: "record", novalidate: true, onsubmit: (event) => { event.preventDefault(); save().catch((error) => view.tell(error)); } },
    ...fields, element("label", { for: "reason" }, "修改原因（记入历史）"), reason, message,
    element("p", { class: "row" }, button, element("button", { type: "button", onclick: () => isNew ? go({ panel: "list", kind: name }) : go({ panel: "card", ref }) }, "不保存，返回")));
  put(content, element("h2", {}, isNew ? `新增${schema.title}` : `改正：${stored.properties.name || ref}`),
    element("p", {}, "带 * 的必填。"), codes, form);

  async function save() {
    const feature = { type: "Feature", properties: {} };
    for (const [key, control] of controls) {
      const value = control.read();
      if (JSON.stringify(value) === control.before) continue;
      if (key === "geometry") feature.geometry = value; else feature.properties[key] = value;
    }
    clearFaults();
    const placeFault = controls.get("geometry") && controls.get("geometry").fault && controls.get("geometry").fault();
    if (placeFault) { showFaults({ errors: [{ property: "geometry", message: placeFault }] }); return; }
    button.disabled = true;
    const answer = await send(isNew ? "POST" : "PATCH", address(path, { reason: reason.value.trim() }), isNew ? { geometry: null, ...feature } : feature, tag).finally(() => { button.disabled = false; });
    if (answer.status === 200 || answer.status === 201) {
      await reloadLayer(name);
      go({ panel: "card", ref: `${name}/${answer.body.properties.code}` });
    } else if (answer.status === 412) {
      tag = answer.tag;
      showConflict(answer.body);
    } else if (answer.status === 401) {
      message.append(expired());
      message.focus();
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
    if (!problem.errors) rest.push(/[\u4e00-\u9fff]/.test(problem.detail) ? problem.detail : refusals[problem.status] || "没有保存，请重试。");
    message.append(element("p", { class: "error", role: "alert" }, rest.join("；") || "记录未保存，请改正标出的各项。"));
    (form.querySelector("[aria-invalid]") || message).focus();
  }

  /** What was typed beside what stands in the registry by now. */
  function showConflict({ detail, yours, stored: theirs }) {
    message.append(element("p", { class: "error", role: "alert" }, detail),
      versionsOf(schema, "您填的", { properties: { ...stored.properties, ...yours.properties }, geometry: yours.geometry === undefined ? stored.geometry : yours.geometry }, theirs, Object.keys(yours.properties)),
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
