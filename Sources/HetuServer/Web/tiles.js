"use strict";
// Kinds of which there are more records than the map can hold as marks, from vector tiles: records as dots, many together as a circle with their number.

/** The features of each layer of a vector tile (Mapbox Vector Tile 2.1), by the layers' names: properties, and paths of positions in the tile's units. */
function readTile(buffer) {
  const bytes = new Uint8Array(buffer), view = new DataView(buffer), texts = new TextDecoder();
  function varint(cursor) {
    let value = 0, scale = 1, byte;
    do { byte = bytes[cursor.at++]; value += (byte & 127) * scale; scale *= 128; } while (byte > 127);
    return value;
  }
  /** Calls `take` with the number and the value of each field of a message; texts and messages are ranges of bytes. */
  function fields([start, end], take) {
    const cursor = { at: start };
    while (cursor.at < end) {
      const tag = varint(cursor), wire = tag & 7;
      if (wire === 0) take(tag >> 3, varint(cursor));
      else if (wire === 1) { take(tag >> 3, view.getFloat64(cursor.at, true)); cursor.at += 8; }
      else { const length = varint(cursor); take(tag >> 3, [cursor.at, cursor.at + length]); cursor.at += length; }
    }
  }
  function numbers([start, end]) {
    const list = [], cursor = { at: start };
    while (cursor.at < end) list.push(varint(cursor));
    return list;
  }
  const text = (range) => texts.decode(bytes.subarray(...range));
  function paths(range) {
    const list = [], commands = numbers(range);
    let x = 0, y = 0;
    for (let at = 0; at < commands.length;) {
      const command = commands[at] & 7, count = commands[at++] >> 3;
      if (command === 7) { const path = list[list.length - 1]; path.push(path[0]); continue; }
      for (let number = 0; number < count; number++) {
        const [dx, dy] = [commands[at++], commands[at++]].map((step) => (step >>> 1) ^ -(step & 1));
        x += dx; y += dy;
        if (command === 1) list.push([]);
        list[list.length - 1].push([x, y]);
      }
    }
    return list;
  }
  const layers = new Map();
  fields([0, bytes.length], (_, layer) => {
    let name = "";
    const keys = [], values = [], features = [];
    fields(layer, (field, value) => {
      if (field === 1) name = text(value);
      else if (field === 2) features.push(value);
      else if (field === 3) keys.push(text(value));
      else if (field === 4) fields(value, (kind, content) => values.push(kind === 1 ? text(content) : kind === 7 ? content === 1 : content));
    });
    layers.set(name, features.map((range) => {
      const feature = { properties: {}, type: 0, paths: [] };
      fields(range, (field, value) => {
        if (field === 2) { const tags = numbers(value); for (let at = 0; at < tags.length; at += 2) feature.properties[keys[tags[at]]] = values[tags[at + 1]]; }
        else if (field === 3) feature.type = value;
        else if (field === 4) feature.paths = paths(value);
      });
      return feature;
    }));
  });
  return layers;
}

map.createPane("records").style.zIndex = 440;

const TileLayer = L.GridLayer.extend({
  options: { pane: "records", minZoom: 0, maxZoom: 18, keepBuffer: 1 },
  createTile({ x, y, z }, done) {
    const tile = element("div");
    tile.hits = [];
    tile.load = async () => {
      try {
        const response = await reach(address(`collections/${this.kind}/tiles/WebMercatorQuad/${z}/${y}/${x}`, this.conditions));
        this.draw(tile, response.status === 204 ? [] : readTile(await response.arrayBuffer()).get(this.kind) || []);
        this.lost.delete(tile);
        if (!this.lost.size) found(this.kind);
        done(null, tile);
      } catch (error) {
        if (tile.isConnected) {
          this.lost.add(tile);
          lose(this.kind, error, () => this.loadLost(), "部分图块未取到");
        }
        done(error, tile);
      }
    };
    tile.load();
    return tile;
  },
  /** Tries the tiles again that could not be got and are still wanted. */
  loadLost() {
    for (const tile of this.lost) if (tile.isConnected) tile.load(); else this.lost.delete(tile);
    if (!this.lost.size) found(this.kind);
  },
  draw(tile, features) {
    tile.hits = [];
    // A dot at the border reaches over it, and nobody else draws it.
    const side = this.getTileSize().x, sharp = devicePixelRatio || 1, scale = side / 4096, margin = 28, whole = side + 2 * margin;
    const canvas = element("canvas", { width: whole * sharp, height: whole * sharp });
    Object.assign(canvas.style, { position: "absolute", left: `${-margin}px`, top: `${-margin}px`, width: `${whole}px`, height: `${whole}px` });
    tile.replaceChildren(canvas);
    const pen = canvas.getContext("2d");
    pen.scale(sharp, sharp);
    pen.translate(margin, margin);
    pen.save();
    pen.rect(0, 0, side, side);
    pen.clip();
    for (const { properties, type, paths } of features) {
      if (type === 1) continue;
      const style = styleOf(this.kind, properties);
      const shape = new Path2D();
      for (const path of paths) path.forEach(([x, y], at) => { if (at) shape.lineTo(x * scale, y * scale); else shape.moveTo(x * scale, y * scale); });
      pen.strokeStyle = style.color;
      pen.lineWidth = style.weight;
      pen.setLineDash((style.dashArray || "").split(" ").filter(Boolean).map(Number));
      pen.stroke(shape);
      if (type === 3) { pen.globalAlpha = style.fillOpacity ?? 0.2; pen.fillStyle = style.fillColor || style.color; pen.fill(shape, "evenodd"); pen.globalAlpha = 1; }
      if (style.interactive === false) continue;
      const [across, down] = [0, 1].map((axis) => paths.flat().map((position) => position[axis] * scale));
      const extent = (values) => values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
      const [[west, east], [north, south]] = [extent(across), extent(down)];
      tile.hits.push({ x: (west + east) / 2, y: (north + south) / 2, size: Math.hypot(east - west, south - north), shape, isArea: type === 3, weight: style.weight, properties });
    }
    pen.restore();
    for (const { properties, type, paths } of features) {
      if (type !== 1) continue;
      const [place] = paths[0].map(([x, y]) => ({ x: x * scale, y: y * scale }));
      tile.hits.push({ ...place, size: 0, isDot: true, radius: this.dot(pen, place, properties), properties });
    }
  },
  /** Draws a record, or a cluster in the colour of its gravest grade, and returns its radius. */
  dot(pen, { x, y }, properties) {
    const count = properties.cluster ? properties.count : 1;
    const grade = properties.risk_grade || properties.grade || Object.keys(hetu.colours).find((grade) => properties[`count_${grade}`]);
    const radius = count === 1 ? 4 : 9 + 2.5 * Math.log10(count);
    pen.beginPath();
    pen.arc(x, y, radius, 0, 7);
    pen.fillStyle = count === 1 ? hetu.colours[grade] || "#51606e" : "#fff";
    pen.strokeStyle = count === 1 ? "#fff" : hetu.colours[grade] || "#51606e";
    pen.lineWidth = count === 1 ? 1 : 3;
    pen.fill();
    pen.stroke();
    if (count > 1) {
      pen.fillStyle = "#222";
      pen.font = "11px sans-serif";
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(count < 10000 ? count : `${(count / 10000).toFixed(1)}万`, x, y);
    }
    return radius;
  },
  /** The tiles of this zoom, each with what it has drawn and where its corner lies on the map. */
  pieces() {
    const side = this.getTileSize().x;
    return Object.values(this._tiles).filter(({ coords }) => coords.z === this._tileZoom).map(({ coords, el }) => ({ hits: el.hits, corner: L.point(coords.x * side, coords.y * side) }));
  },
  /** What is drawn at a place of the map, with how far it is: dots before lines, lines before areas. */
  at(place) {
    const point = map.project(place, this._tileZoom);
    return this.pieces().flatMap(({ hits, corner }) => {
      const { x, y } = point.subtract(corner);
      const isHere = [x, y].every((part) => part >= 0 && part < this.getTileSize().x);
      return hits.map((hit) => ({ ...hit, kind: this.kind, distance: hit.isDot ? Math.hypot(hit.x - x, hit.y - y) - hit.radius : isHere ? distanceOf(hit, x, y) : Infinity }));
    }).filter(({ distance }) => distance <= 4);
  },
  /** Whether all in view is drawn, and so few that it can stand as marks. */
  hasFew() {
    if (this.isLoading() || this.lost.size) return false;
    const bounds = map.getBounds().pad(0.05), seen = new Map();
    for (const { hits, corner } of this.pieces()) for (const { x, y, properties } of hits) {
      if (bounds.contains(map.unproject(corner.add([x, y]), this._tileZoom))) seen.set(properties.cluster ? `${corner} ${x} ${y}` : properties.code, properties.cluster ? properties.count : 1);
    }
    const count = [...seen.values()].reduce((sum, one) => sum + one, 0);
    return count > 0 && count <= hetu.markLimit;
  },
});

const probe = element("canvas").getContext("2d");

/** How far a line or an area is, as dots have it: more than any of them. */
function distanceOf({ shape, isArea, weight }, x, y) {
  probe.lineWidth = weight + 6;
  return probe.isPointInStroke(shape, x, y) ? 3.5 : isArea && probe.isPointInPath(shape, x, y, "evenodd") ? 4 : Infinity;
}

/** A layer of all records of a kind that meet the filter's conditions, however many there are. */
function tileLayerOf(kind, conditions) {
  const layer = new TileLayer();
  [layer.kind, layer.conditions, layer.lost] = [kind, conditions, new Set()];
  layer.on("load", () => loadLayer(kind));
  return layer;
}

/** What tiles show at a place of the map: the nearest, and the smallest of those that lie about it. */
function tiledAt(place) {
  return [...hetu.layers.values()].flatMap(({ layer }) => layer instanceof TileLayer && map.hasLayer(layer) ? layer.at(place) : [])
    .sort((one, other) => one.distance - other.distance || one.size - other.size)[0];
}

/** Opens what a tile shows: a record's card, or what a cluster holds. */
function openTiled({ kind, properties }, place) {
  if (properties.cluster) map.setView(place, Math.min(map.getZoom() + 2, 18)); else open(kind, properties.code);
}

map.on("click", (event) => {
  const hit = hetu.pick ? null : tiledAt(event.latlng);
  if (hit) openTiled(hit, event.latlng);
});
