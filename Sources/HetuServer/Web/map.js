"use strict";
// The map: layers by kind, and the state of the view in the address. Texts go into the page as texts only, never as HTML.

const hetu = {
  /** The kinds by name: title, description, whether they have places. */
  kinds: new Map(), lines: new Set(["river", "river_reach", "district", "protection_zone", "oil_pipeline", "hazmat_route"]), layers: new Map(), shown: new Set(), state: {}, drawn: L.layerGroup(), pick: null, account: null,
  pageSize: 5000,
  standard: ["district", "river_reach", "drinking_water_source", "tailings_pond", "key_enterprise", "chemical_park",
    "monitoring_section", "emergency_facility", "sensitive_target"],
  colours: { "重大": "#C8102E", "较大": "#F2A900", "一般": "#2F6DB5" },
};

/** An element with attributes, listeners (on…) and children; a text child is a text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** The JSON at an address of the service; a problem's sentence as an error. */
async function ask(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, value);
  }
  const text = query.toString();
  const response = await fetch(path + (text ? "?" + text : ""), { headers: { Accept: "application/json" } });
  const body = await response.json();
  if (response.status === 401) location.reload();
  if (!response.ok) throw new Error(body.detail || response.statusText);
  return body;
}

function symbolAddress(kind, properties) {
  const query = new URLSearchParams();
  const kindClass = properties.facility_class || properties.target_class;
  if (kindClass) query.set("class", kindClass);
  const grade = properties.risk_grade || properties.grade;
  if (grade) query.set("grade", grade);
  if ("functions" in properties) query.set("functions", (properties.functions || []).join(",") || "无");
  return `symbols/${kind}?${query}`;
}

function styleOf(kind, properties) {
  switch (kind) {
    case "district": return { color: "#8A8A8A", weight: 1, dashArray: "6 3", fillColor: "#FDFCF8", fillOpacity: 1, interactive: false };
    case "river_reach": return { color: "#1F6FB5", weight: 3 };
    case "sensitive_target": return { color: "#00857C", weight: 1.5, fillOpacity: 0.12 };
    case "protection_zone": return { color: "#00857C", weight: 2, fillOpacity: 0.08 };
    case "oil_pipeline": return { color: "#7A4B1E", weight: 2 };
    case "hazmat_route": return { color: "#7A4B1E", weight: 1.5, dashArray: "4 4" };
    default: return { color: hetu.colours[properties.risk_grade] || "#555", weight: 2 };
  }
}

/** A layer of features of one kind, or of each feature's own kind. */
function layerOf(features, kind) {
  return L.geoJSON(features, {
    pointToLayer: (feature, place) => {
      const own = kind || feature.properties.kind;
      if (!hetu.kinds.has(own)) return L.circleMarker(place, { radius: 5, color: "#51606e", weight: 2 });
      const icon = L.icon({ iconUrl: symbolAddress(own, feature.properties), iconSize: [22, 22], className: "symbol" });
      return L.marker(place, { icon, title: feature.properties.name || "", alt: feature.properties.name || "" });
    },
    style: (feature) => styleOf(kind || feature.properties.kind, feature.properties),
    onEachFeature: (feature, layer) => {
      const own = kind || feature.properties.kind;
      if (own === "district" || !hetu.kinds.has(own)) return;
      layer.on("click", (event) => {
        if (hetu.pick) return;
        L.DomEvent.stopPropagation(event);
        go({ panel: "card", ref: `${own}/${feature.properties.code}` });
      });
    },
  });
}

const map = L.map("map", { zoomControl: true, attributionControl: false });
hetu.drawn.addTo(map);
L.control.scale({ imperial: false }).addTo(map);

/** Loads what of a kind lies in view, and says how much there is; what does not fit is told, not dropped. */
async function loadLayer(name) {
  const bounds = map.getBounds();
  const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const old = hetu.layers.get(name);
  if (old && (old.isWhole || !hetu.shown.has(name))) return;
  const parameters = { limit: hetu.pageSize };
  if (old && old.isPart) parameters.bbox = [Math.max(-180, box[0]), box[1], Math.min(180, box[2]), box[3]].join(",");
  const answer = await ask(`collections/${name}/items`, parameters);
  const isPart = answer.links.some((link) => link.rel === "next");
  const layer = layerOf(answer, name);
  if (old) map.removeLayer(old.layer);
  const total = answer.numberMatched ?? (old && old.total) ?? null;
  hetu.layers.set(name, { layer, isPart: isPart || Boolean(parameters.bbox), isWhole: !isPart && !parameters.bbox, isCut: isPart, total });
  if (hetu.shown.has(name)) layer.addTo(map);
  if (name === "district") layer.bringToBack();
}

async function showLayer(name, isShown) {
  if (isShown) hetu.shown.add(name); else hetu.shown.delete(name);
  if (isShown && !hetu.layers.has(name)) await loadLayer(name);
  const held = hetu.layers.get(name);
  if (!held) return;
  if (isShown) held.layer.addTo(map); else map.removeLayer(held.layer);
}

// The state stands in the address behind #, so that a link reproduces the view.

function readState() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Goes to a state: what it does not name of the place and the layers stays. */
function go(changes) {
  const kept = { at: hetu.state.at, zoom: hetu.state.zoom, layers: hetu.state.layers };
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...kept, ...changes })) {
    if (value !== undefined && value !== null && value !== "") next.set(name, value);
  }
  if (location.hash.slice(1) === next.toString()) enter(); else location.hash = next.toString();
}

async function enter() {
  hetu.state = readState();
  const wanted = hetu.state.layers ? hetu.state.layers.split(",") : hetu.standard;
  for (const name of hetu.kinds.keys()) {
    const isWanted = wanted.includes(name);
    if (isWanted !== hetu.shown.has(name)) await showLayer(name, isWanted).catch(tell);
  }
  showPanel(hetu.state.panel || "layers").catch(tell);
}

function tell(error) {
  document.getElementById("panel").append(element("p", { class: "error", role: "alert" }, String(error.message || error)));
}

map.on("moveend", () => {
  const centre = map.getCenter();
  const next = new URLSearchParams(location.hash.slice(1));
  next.set("at", `${centre.lng.toFixed(5)},${centre.lat.toFixed(5)}`);
  next.set("zoom", map.getZoom());
  history.replaceState(null, "", "#" + next);
  hetu.state.at = next.get("at");
  hetu.state.zoom = next.get("zoom");
  for (const name of hetu.shown) loadLayer(name).catch(tell);
});

map.on("click", (event) => {
  if (!hetu.pick) return;
  const chosen = hetu.pick;
  stopPicking();
  chosen(event.latlng);
});

function pickPlace(chosen) {
  hetu.pick = chosen;
  document.getElementById("map").classList.add("picking");
}

function stopPicking() {
  hetu.pick = null;
  document.getElementById("map").classList.remove("picking");
}

addEventListener("keydown", (event) => { if (event.key === "Escape") stopPicking(); });
addEventListener("hashchange", enter);
addEventListener("load", async () => {
  try {
    const [landing, listed, account] = await Promise.all([ask("./", { f: "json" }), ask("collections", { f: "json" }), ask("account")]);
    hetu.account = account;
    showAccount();
    document.getElementById("note").textContent = (landing.description.match(/（(.*)）/) || ["", ""])[1];
    let bounds = null;
    for (const collection of listed.collections) {
      hetu.kinds.set(collection.id, { title: collection.title, hasPlaces: Boolean(collection.storageCrs) });
      if (!collection.extent) continue;
      const [west, south, east, north] = collection.extent.spatial.bbox[0];
      const box = L.latLngBounds([south, west], [north, east]);
      bounds = bounds ? bounds.extend(box) : box;
    }
    const state = readState();
    if (state.at && state.zoom) {
      const [longitude, latitude] = state.at.split(",").map(Number);
      map.setView([latitude, longitude], Number(state.zoom));
    } else if (bounds) map.fitBounds(bounds); else map.setView([34.5, 111], 8);
    await enter();
    document.body.dataset.ready = "true";
  } catch (error) { tell(error); }
});
