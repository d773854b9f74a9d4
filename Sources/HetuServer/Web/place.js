"use strict";
// Where a record lies, in its form: a point by longitude and latitude, a line or an area by its vertices; typed, or picked on the map.

const drawnStyle = { color: "#C8102E", weight: 3, fillOpacity: 0.08, interactive: false };
const shapes = { point: ["点", "Point"], line: ["线", "LineString"], area: ["面", "Polygon"] };
const shapeOf = (geometry) => ({ Point: "point", LineString: "line", MultiLineString: "line", Polygon: "area", MultiPolygon: "area" })[geometry.type];

/** The fields of a record's place; where a kind may be a point or a line, the choice between them. */
function placeControl(geometry, property, view) {
  const offered = Object.keys(shapes).filter((shape) => property["x-hetu-geometry"].includes(shapes[shape][1]));
  const vertices = geometry ? partsOf(geometry) : [];
  if (geometry && (!offered.includes(shapeOf(geometry)) || !vertices || vertices.flat().length > 2000)) {
    return { element: element("p", { id: "field-geometry" }, "这条记录的位置由多部分、孔洞或很多顶点组成，请在 GIS 中修改。"), read: () => geometry, isFixed: true };
  }
  const place = element("div", {});
  let shape = geometry ? shapeOf(geometry) : offered[0];
  let control;
  const show = (given) => {
    stopPicking();
    control = shape === "point" ? pointControl(given, view) : verticesControl(given, shape === "area", view);
    place.replaceChildren(control.element);
  };
  show(geometry);
  const kinds = offered.length < 2 ? null : element("p", { class: "row", role: "group", "aria-label": "形状" }, ...offered.map((one) => element("label", {},
    element("input", { type: "radio", name: "shape", value: one, checked: one === shape, onchange: () => { shape = one; show(null); control.draw(); } }), shapes[one][0])));
  return { element: element("div", {}, kinds, place), read: () => control.read(), fault: () => control.fault() };
}

/** The vertices of a geometry part by part, an area's without the closing one; null where there are holes. */
function partsOf(geometry) {
  switch (geometry.type) {
    case "Point": return [[geometry.coordinates]];
    case "LineString": return [geometry.coordinates];
    case "MultiLineString": return geometry.coordinates;
    case "Polygon": return geometry.coordinates.length > 1 ? null : [geometry.coordinates[0].slice(0, -1)];
    case "MultiPolygon": return geometry.coordinates.some((rings) => rings.length > 1) ? null : geometry.coordinates.map((rings) => rings[0].slice(0, -1));
    default: return null;
  }
}

function pointControl(geometry, view) {
  const [x, y] = geometry ? geometry.coordinates : ["", ""];
  const input = (id, value) => element("input", { id, value: String(value), inputmode: "decimal", size: 12, "aria-describedby": "fault-geometry", onchange: () => draw() });
  const [longitude, latitude] = [input("field-geometry", x), input("latitude", y)];
  const numbers = () => [longitude, latitude].map((field) => field.value.trim() === "" ? NaN : Number(field.value));
  const draw = () => {
    view.drawn.clearLayers();
    const [east, north] = numbers();
    if (!Number.isFinite(east) || !Number.isFinite(north)) return;
    L.circleMarker([north, east], { ...drawnStyle, radius: 16, fill: false }).addTo(view.drawn);
    if (!map.getBounds().pad(-0.1).contains([north, east])) map.panTo([north, east]);
  };
  const put = (place) => {
    [longitude.value, latitude.value] = [place.lng.toFixed(6), place.lat.toFixed(6)];
    draw();
  };
  const pick = element("button", { type: "button", id: "pick", onclick: () => pickPlace((place) => { put(place); pick.focus(); }) }, "在地图上选点");
  draw();
  return {
    draw, fault: () => null,
    element: element("div", { class: "row" }, element("label", { for: "field-geometry" }, "经度"), longitude,
      element("label", { for: "latitude" }, "纬度"), latitude, pick, element("button", { type: "button", onclick: () => put(map.getCenter()) }, "用地图中心")),
    // What is no number goes as it is: the service refuses it in its words.
    read: () => longitude.value.trim() || latitude.value.trim()
      ? { type: "Point", coordinates: [longitude, latitude].map((field, index) => Number.isFinite(numbers()[index]) ? numbers()[index] : field.value) } : null,
  };
}

/** A line or an area: a vertex a row, an empty row between parts. The map draws what stands there, and each click on it adds a vertex. */
function verticesControl(geometry, isArea, view) {
  const area = element("textarea", { id: "field-geometry", rows: 6, "aria-describedby": "note-vertices fault-geometry", placeholder: "111.100000,34.700000", oninput: () => draw() });
  area.value = geometry ? partsOf(geometry).map((part) => part.map((position) => position.slice(0, 2).join(",")).join("\n")).join("\n\n") : "";
  const least = isArea ? 3 : 2;
  const rows = () => area.value.split("\n").map((row) => row.trim());
  /** The parts, each a list of positions; a row that is none is NaN. */
  const parts = () => rows().reduce((list, row) => {
    if (!row) { list.push([]); return list; }
    const place = positionOf(row);
    list[list.length - 1].push(place ? [place[1], place[0]] : [NaN, NaN]);
    return list;
  }, [[]]).filter((part) => part.length);
  const draw = () => {
    view.drawn.clearLayers();
    for (const part of parts()) {
      const places = part.filter(([x]) => Number.isFinite(x)).map(([x, y]) => [y, x]);
      (isArea ? L.polygon(places, drawnStyle) : L.polyline(places, drawnStyle)).addTo(view.drawn);
      for (const place of places) L.circleMarker(place, { ...drawnStyle, radius: 4, fillOpacity: 1, fillColor: "#fff", weight: 2 }).addTo(view.drawn);
    }
  };
  const add = (place) => {
    area.value = area.value.replace(/[ \t\n]+$/, (end) => end.includes("\n\n") ? "\n\n" : "") + (area.value.trim() && !area.value.endsWith("\n\n") ? "\n" : "") + `${place.lng.toFixed(6)},${place.lat.toFixed(6)}`;
    area.scrollTop = area.scrollHeight;
    draw();
  };
  const pick = element("button", { type: "button", id: "pick", "aria-pressed": "false", onclick: () => {
    if (pick.getAttribute("aria-pressed") === "true") { stopPicking(); return; }
    takeClicks(add, () => pick.setAttribute("aria-pressed", "false"));
    pick.setAttribute("aria-pressed", "true");
  } }, "在地图上逐点画");
  const button = (id, title, act) => element("button", { type: "button", id, onclick: () => { act(); draw(); } }, title);
  const shown = element("button", { type: "button", onclick: () => { const all = parts().flat().filter(([x]) => Number.isFinite(x)); if (all.length) map.fitBounds(all.map(([x, y]) => [y, x]), { maxZoom: 15 }); } }, "看全图形");
  draw();
  return {
    draw,
    element: element("div", {}, area, element("p", { class: "note", id: "note-vertices" }, `一行一个顶点：经度,纬度；空一行另起一${isArea ? "块" : "段"}。${isArea ? "首尾自动闭合。" : ""}`),
      element("p", { class: "row" }, pick, button("undo", "撤销一点", () => { area.value = area.value.trimEnd().split("\n").slice(0, -1).join("\n").trimEnd(); }),
        button("part", isArea ? "另起一块" : "另起一段", () => { if (area.value.trim()) area.value = area.value.trimEnd() + "\n\n"; }), button("clear", "清空", () => { area.value = ""; }), shown)),
    fault: () => {
      const bad = rows().findIndex((row) => row && !positionOf(row));
      if (bad >= 0) return `位置第${bad + 1}行“${rows()[bad].slice(0, 40)}”不是经度,纬度，请改正`;
      return parts().some((part) => part.length < least) ? `${isArea ? "面至少要三个顶点" : "线至少要两个顶点"}，请补画` : null;
    },
    read: () => {
      const all = parts();
      if (!all.length) return null;
      const lines = isArea ? all.map((part) => [[...part, part[0]]]) : all;
      const type = isArea ? "Polygon" : "LineString";
      return lines.length === 1 ? { type, coordinates: lines[0] } : { type: "Multi" + type, coordinates: lines };
    },
  };
}
