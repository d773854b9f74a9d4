"use strict";
// A spill: along the water what is reached when, and where it can be stopped.

/** Hours as they are said: never more than there are. */
const time = (hours) => hours === null || hours === undefined ? "" : (Math.floor(Number(hours) * 10 + 1e-6) / 10).toFixed(1);

/** A concentration in mg/L with three figures, as a strategy has it. */
const concentration = (value) => value === null || value === undefined ? "" : value < 1e-6 ? "小于0.000001" : String(Number(value.toPrecision(3)));

/** When water that matters can be at a place at the earliest: the front, or the limit exceeded where that is sooner. */
const soonest = (met) => [met.arrival_earliest_h, met.exceeds_from_earliest_h].filter((hours) => hours !== null && hours !== undefined).sort((one, other) => one - other)[0] ?? null;

panels.spill = async ({ place, season = "normal", direction = "downstream", substance = "", mass = "", duration = "", elapsed = "" }, content, view) => {
  const again = (changes) => go({ panel: "spill", place, season, direction, substance, mass, duration, elapsed, ...changes });
  const isDown = direction === "downstream";
  const labelled = (title, input) => element("label", { for: input.id }, `${title} `, input);
  const number = (id, title, value) => labelled(title, element("input", { id, value, type: "number", min: "0", step: "any" }));
  const release = element("form", { class: "row", onsubmit: (event) => {
    event.preventDefault();
    again(Object.fromEntries(["substance", "mass", "duration", "elapsed"].map((id) => [id, document.getElementById(id).value.trim()])));
  } }, labelled("污染物", element("input", { id: "substance", value: substance, size: 8, placeholder: "如 氰化物" })),
  number("mass", "质量 kg", mass), number("duration", "泄漏历时 h", duration), number("elapsed", "已过 h", elapsed), element("button", {}, "计算"));
  // On a phone the answer comes first.
  put(content, element("h2", {}, "事故推演"), element("details", { class: "conditions", open: !place || !matchMedia("(max-width: 800px)").matches }, element("summary", {}, "地点、水期、污染物"),
    placeForm(place || "", "经度,纬度 或 涧河 K12+300", (text) => again({ place: text, at: "", zoom: "" })), element("p", { class: "row" },
      choice("水期", "season", [["dry", "枯水期"], ["normal", "平水期"], ["wet", "丰水期"]], season, (value) => again({ season: value })),
      choice("方向", "direction", [["downstream", "向下游"], ["upstream", "向上游溯源"]], direction, (value) => again({ direction: value }))), isDown ? release : null));
  if (!place) {
    put(content, element("p", {}, "请在河上点事故地点，或填地点后按“确定”。"));
    pickPlace(({ lng, lat }) => again({ place: `${lng.toFixed(6)},${lat.toFixed(6)}`, at: "", zoom: "" }));
    return;
  }
  if (isDown && Boolean(substance) !== Boolean(mass)) put(content, element("p", { class: "warning" }, "算浓度要同时填污染物和质量；下面只算到达时间。"));
  const hasSpill = isDown && substance && mass;
  const water = { from: place, season, substance: hasSpill ? substance : "", mass: hasSpill ? mass : "", duration: isDown ? duration : "" };
  const parameters = { ...water, direction };
  const [trace, drawn, race] = await Promise.all([view.ask("questions/trace", { ...parameters, f: "json" }),
    view.ask("questions/trace", { ...parameters, f: "geojson" }), isDown ? view.ask("questions/stop", { ...water, elapsed, f: "json" }) : null]);
  drawTrace(trace, drawn, isDown, view);
  put(content, element("p", { class: "figure" }, trace.origin.place || trace.origin.river || "河道"), ...(race ? raceOf(race, trace) : []),
    element("h3", {}, isDown ? "下游依次到达" : "上游来源"), ...warningsOf(trace), element("p", {}, `终点：${trace.ends}`), downloads("questions/trace", parameters),
    trace.encounters.length ? tableOf([isDown ? "最早 h" : "最短 h", isDown ? "到达 h" : "用时 h", "水路 km", "名称", "类别", ...(hasSpill ? ["最早超标 h", "峰值 mg/L", "超标"] : [])],
      trace.encounters.map((met) => ({
        cells: [time(met.arrival_earliest_h), time(met.arrival_h), met.path_km === null ? "" : Number(met.path_km).toFixed(1), met.name, met.title,
          ...(hasSpill ? [time(met.exceeds_from_earliest_h), concentration(met.concentration_mg_l), met.exceedance_text ?? ""] : [])],
        open: hetu.kinds.has(met.kind) ? () => open(met.kind, met.code) : null })), { isMain: true }) : element("p", {}, "水流经处没有登记的对象。"));
};

/** What is told its time on the map: what is to be protected, watched or closed. */
const timedKinds = new Set(["sensitive_target", "drinking_water_source", "monitoring_section", "emergency_facility"]);

/** The water passed, the origin, and what is met, the first of them with their times. */
function drawTrace(trace, drawn, isDown, view) {
  const passages = drawn.features.filter((feature) => feature.properties.kind === "passage");
  L.geoJSON(passages, { style: { color: "#C8102E", weight: 6, opacity: 0.7 }, interactive: false }).addTo(view.drawn);
  const met = drawn.features.filter((feature) => feature.properties.kind !== "passage");
  drawFound(met, view);
  const { lon, lat } = trace.origin;
  if (Number.isFinite(Number(lon)) && Number.isFinite(Number(lat))) {
    L.circleMarker([lat, lon], { radius: 8, color: "#C8102E", fillColor: "#C8102E", fillOpacity: 0.9, interactive: false }).addTo(view.drawn);
  }
  const timed = met.filter(({ geometry, properties }) => timedKinds.has(properties.kind) && geometry && geometry.type === "Point" && soonest(properties) !== null);
  for (const { geometry, properties } of timed.slice(0, 12)) {
    const [longitude, latitude] = geometry.coordinates;
    L.tooltip({ permanent: true, direction: "right", offset: [10, 0], className: "arrival", interactive: false }).setLatLng([latitude, longitude])
      .setContent(element("span", {}, `${isDown ? "+" : "−"}${time(soonest(properties))} h`)).addTo(view.drawn);
  }
  // The first hours are what matters: the water passed in them, and not the whole way to the sea.
  const first = passages.filter(({ properties }) => properties.path_km_from < 40);
  fit(L.geoJSON(first).getBounds());
  thinNames();
}

/** The race between water and people: which facility can be closed in time, told first by what matters most. */
function raceOf(race, trace) {
  const firstStop = race.rows.find((row) => `${row.kind}/${row.code}` === race.first);
  const first = (...kinds) => trace.encounters.filter((met) => kinds.includes(met.kind) && soonest(met) !== null).sort((one, other) => soonest(one) - soonest(other))[0];
  const [target, intake] = [first("sensitive_target", "drinking_water_source"), first("drinking_water_source")];
  const rows = race.rows.filter((row) => row.verdict).map((row) => ({
    cells: [row.name, time(row.arrival_earliest_h), row.needed_min ?? "", row.margin_min ?? "", row.verdict], class: row === firstStop ? "first" : null,
    open: hetu.kinds.has(row.kind) ? () => open(row.kind, row.code) : null }));
  const figure = (title, value, note) => element("div", {}, element("span", {}, title), element("strong", {}, value), element("span", {}, note || ""));
  return [element("div", { class: "figures" },
    target ? figure("最先到达的敏感目标（最早）", `${time(soonest(target))} h`, target.name) : figure("敏感目标", "没有", "水流经处没有登记的敏感目标"),
    intake && intake !== target ? figure("最先到达的水源地（最早）", `${time(soonest(intake))} h`, intake.name) : null,
    firstStop ? figure("第一处来得及拦住", `富余 ${firstStop.margin_min} min`, `${firstStop.name}（${firstStop.verdict}）`) : figure("拦截", "没有", "没有确定来得及的设施，须另设防线")),
  element("h3", {}, "在哪里能拦住"), ...warningsOf({ warnings: (race.warnings || []).filter((one) => !trace.warnings.some((other) => other.message === one.message)) }),
  rows.length ? tableOf(["拦截点或目标", "最早到达 h", "需时 min", "富余 min", "判断"], rows) : element("p", {}, "下游没有可用于拦截的设施。")];
}
