/// The offline viewer's script: draws the layers on a canvas and answers search, clicks and measuring. It puts texts into the
/// page as text only.
extension ViewerTemplate {
  static let script = drawing + "\n" + panel

  private static let drawing = #"""
    'use strict';
    const data = JSON.parse(document.getElementById('data').textContent);
    const byId = (id) => document.getElementById(id);
    const canvas = byId('map'), pen = canvas.getContext('2d');
    const make = (tag, text, name) => {
      const element = document.createElement(tag);
      if (text !== undefined) element.textContent = text;
      if (name) element.className = name;
      return element;
    };

    // Where on Earth: longitude and latitude in degrees; lengths on GRS 80 by the radii at the middle latitude.
    const degree = Math.PI / 180, axis = 6378137, squared = 0.006694380022900788;
    const metres = (a, b) => {
      const sine = Math.sin((a[1] + b[1]) / 2 * degree), root = Math.sqrt(1 - squared * sine * sine);
      const north = axis * (1 - squared) / (root * root * root), east = axis / root * Math.sqrt(1 - sine * sine);
      return Math.hypot((b[1] - a[1]) * degree * north, (b[0] - a[0]) * degree * east);
    };
    const shrink = Math.cos(data.center[1] * degree);
    const view = { x: data.center[0] * shrink, y: data.center[1], scale: 1000 };
    const toScreen = (p) => [
      (p[0] * shrink - view.x) * view.scale + canvas.clientWidth / 2, (view.y - p[1]) * view.scale + canvas.clientHeight / 2];
    const toEarth = (x, y) => [
      ((x - canvas.clientWidth / 2) / view.scale + view.x) / shrink, view.y - (y - canvas.clientHeight / 2) / view.scale];

    // The river: each vertex with its kilometre from the mouth.
    const course = data.course.map((part) => part.map((p) => [p[0], p[1], 0]));
    let run = 0;
    for (let part = course.length - 1; part >= 0; part--) {
      for (let index = course[part].length - 1; index >= 0; index--) {
        if (index < course[part].length - 1) run += metres(course[part][index], course[part][index + 1]);
        course[part][index][2] = run / 1000;
      }
    }
    const nearestOnRiver = (place) => {
      let best = null;
      for (const part of course) for (let i = 0; i + 1 < part.length; i++) {
        const a = part[i], b = part[i + 1];
        const dx = (b[0] - a[0]) * shrink, dy = b[1] - a[1], px = (place[0] - a[0]) * shrink, py = place[1] - a[1];
        const share = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
        const distance = Math.hypot(px - dx * share, py - dy * share);
        if (best && distance >= best.distance) continue;
        const foot = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
        best = { distance, foot, km: a[2] + (b[2] - a[2]) * share, left: dx * py - dy * px > 0 };
      }
      if (best) best.metres = metres(place, best.foot);
      return best;
    };
    const spoken = (km) => {
      const whole = Math.round(km * 1000);
      return 'K' + Math.floor(whole / 1000) + '+' + String(whole % 1000).padStart(3, '0');
    };
    const along = (near) => spoken(near.km) + (near.metres < 1 ? '' : near.left ? ' 左岸' : ' 右岸') + ' 离河 ' +
      (near.metres < 1000 ? Math.round(near.metres) + ' m' : (near.metres / 1000).toFixed(2) + ' km');

    // Symbols: the one table of Hetu, in a square of 100.
    const paths = {};
    const path = (text) => paths[text] || (paths[text] = new Path2D(text));
    const drawSymbol = (target, feature, x, y, size) => {
      const form = data.symbols[feature.form], grade = data.grades[feature.grade];
      const own = form.colour || grade.colour;
      const hollow = feature.broken || (!form.colour && grade.hollow);
      target.save();
      target.translate(x, y);
      target.scale(size / 100, size / 100);
      target.lineJoin = 'round';
      target.lineWidth = 22; target.strokeStyle = '#fff'; target.stroke(path(form.outline));
      target.fillStyle = hollow ? '#fff' : own; target.fill(path(form.outline));
      target.lineWidth = hollow ? 9 : 6; target.strokeStyle = hollow ? own : '#1e2429';
      if (feature.broken) target.setLineDash([13, 9]);
      target.stroke(path(form.outline));
      target.setLineDash([]);
      const ink = (name) => name === 'own' ? own : hollow ? own : '#fff';
      for (const mark of form.marks) {
        if (mark.fill !== 'none') { target.fillStyle = ink(mark.fill); target.fill(path(mark.path)); }
        if (mark.stroke !== 'none') {
          target.strokeStyle = ink(mark.stroke); target.lineWidth = mark.width; target.stroke(path(mark.path));
        }
      }
      target.restore();
    };

    // What changed: a ring that is whole for what is new and broken for what changed, a cross where something was.
    const drawChange = (target, change, x, y, radius) => {
      target.beginPath();
      target.strokeStyle = '#c2187a'; target.lineWidth = radius / 6;
      if (change === 'removed') {
        const reach = radius * 0.6;
        target.moveTo(x - reach, y - reach); target.lineTo(x + reach, y + reach);
        target.moveTo(x + reach, y - reach); target.lineTo(x - reach, y + reach);
      } else {
        target.setLineDash(change === 'changed' ? [radius / 2.5, radius / 4] : []);
        target.arc(x, y, radius, 0, 7);
      }
      target.stroke();
      target.setLineDash([]);
    };
    const drawSign = (target, feature, x, y, size) => {
      if (feature.change) drawChange(target, feature.change, x, y, size * 0.8);
      else drawSymbol(target, feature, x, y, size);
    };

    // Drawing
    const size = 22;
    let chosen = null, measuring = false, measured = [], marks = [];
    const trace = (part) => {
      part.forEach((p, index) => {
        const [x, y] = toScreen(p);
        if (index) pen.lineTo(x, y); else pen.moveTo(x, y);
      });
    };
    const drawShapes = (layer) => {
      const style = layer.style;
      pen.lineJoin = 'round';
      pen.setLineDash(style.dash || []);
      for (const feature of layer.features) {
        if (feature.at) continue;
        pen.beginPath();
        for (const part of feature.parts) { trace(part); if (feature.area) pen.closePath(); }
        if (feature.area && style.fill) {
          pen.globalAlpha = style.opacity; pen.fillStyle = style.fill; pen.fill('evenodd'); pen.globalAlpha = 1;
        }
        pen.strokeStyle = style.stroke; pen.lineWidth = style.width; pen.stroke();
      }
      pen.setLineDash([]);
    };
    // Whether a name would be cut by the map's side or lie on something.
    const blocked = (taken, box) => box[0] < 0 || box[2] > canvas.clientWidth
      || taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]);
    const drawMarks = () => {
      marks = [];
      for (const layer of data.layers) {
        if (!layer.on) continue;
        for (const feature of layer.features) {
          if (!feature.at) continue;
          const [x, y] = toScreen(feature.at);
          if (x < -size || y < -size || x > canvas.clientWidth + size || y > canvas.clientHeight + size) continue;
          marks.push({ feature, x, y });
        }
      }
      marks.sort((a, b) => a.feature.weight - b.feature.weight);
      for (const mark of marks) drawSign(pen, mark.feature, mark.x, mark.y, mark.feature === chosen ? size * 1.5 : size);
      const half = (mark) => (mark.feature === chosen ? 0.75 : 0.5) * size;
      const taken = marks.map((m) => [m.x - half(m), m.y - half(m), m.x + half(m), m.y + half(m)]);
      for (let index = marks.length - 1; index >= 0; index--) {
        const mark = marks[index];
        // A ring stands about something that has its name.
        if (mark.feature.change && mark.feature.change !== 'removed') continue;
        const width = pen.measureText(mark.feature.name).width;
        const reach = half(mark) + 3;
        const places = [[mark.x + reach, mark.y], [mark.x - reach - width, mark.y],
          [mark.x - width / 2, mark.y - reach - 6], [mark.x - width / 2, mark.y + reach + 6]];
        for (const [x, y] of places) {
          const box = [x, y - 7, x + width, y + 7];
          if (blocked(taken, box)) continue;
          taken.push(box);
          write(mark.feature.name, x, y, '#1e1e1e');
          break;
        }
      }
      return taken;
    };
    const write = (text, x, y, colour) => {
      pen.lineWidth = 3; pen.strokeStyle = '#fff'; pen.strokeText(text, x, y);
      pen.fillStyle = colour; pen.fillText(text, x, y);
    };
    const namePosts = (posts, taken) => {
      for (const { text, x, y } of posts) {
        const width = pen.measureText(text).width;
        const corners = [[x + 5, y - 9], [x + 5, y + 9], [x - 5 - width, y - 9], [x - 5 - width, y + 9]];
        const place = corners.find(([x, y]) => !blocked(taken, [x, y - 6, x + width, y + 6]));
        if (!place) continue;
        taken.push([place[0], place[1] - 6, place[0] + width, place[1] + 6]);
        write(text, place[0], place[1], '#1f4e7e');
      }
    };
    const drawNames = (taken) => {
      for (const layer of data.layers) {
        if (!layer.on || !layer.named) continue;
        for (const feature of layer.features) {
          if (!feature.label) continue;
          const [x, y] = toScreen(feature.label), width = pen.measureText(feature.name).width;
          const box = [x - width / 2, y - 8, x + width / 2, y + 8];
          if (blocked(taken, box)) continue;
          taken.push(box);
          write(feature.name, x - width / 2, y, layer.style.stroke);
        }
      }
    };
    const drawPosts = () => {
      const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
      const pixels = view.scale / 111.3, posts = [];
      const step = steps.find((s) => s * pixels >= 60) || 200;
      for (const part of course) for (let i = 0; i + 1 < part.length; i++) {
        const a = part[i], b = part[i + 1];
        for (let km = Math.ceil(b[2] / step) * step; km < a[2]; km += step) {
          const share = (a[2] - km) / (a[2] - b[2]);
          const [x, y] = toScreen([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
          pen.beginPath(); pen.arc(x, y, 3, 0, 7); pen.fillStyle = '#fff'; pen.fill();
          pen.strokeStyle = '#1f6fb5'; pen.lineWidth = 1.2; pen.stroke();
          if (x > 0 && y > 0 && x < canvas.clientWidth && y < canvas.clientHeight) {
            posts.push({ text: 'K' + Number(km.toFixed(1)), x, y });
          }
        }
      }
      return posts;
    };
    const drawMeasure = () => {
      if (!measured.length) return;
      pen.beginPath(); trace(measured);
      pen.strokeStyle = '#c8102e'; pen.lineWidth = 2; pen.setLineDash([6, 4]); pen.stroke(); pen.setLineDash([]);
      for (const p of measured) {
        const [x, y] = toScreen(p);
        pen.beginPath(); pen.arc(x, y, 4, 0, 7); pen.fillStyle = '#c8102e'; pen.fill();
      }
    };
    const drawBar = () => {
      const across = metres(toEarth(0, canvas.clientHeight / 2), toEarth(100, canvas.clientHeight / 2));
      const power = Math.pow(10, Math.floor(Math.log10(across)));
      const length = [5, 2, 1].map((f) => f * power).find((f) => f <= across) || power;
      byId('bar').style.width = length / across * 100 + 'px';
      byId('bar').textContent = length >= 1000 ? length / 1000 + ' km' : length + ' m';
    };
    let waiting = false;
    const draw = () => { if (!waiting) { waiting = true; requestAnimationFrame(paint); } };
    const paint = () => {
      waiting = false;
      const ratio = window.devicePixelRatio || 1;
      const width = Math.round(canvas.clientWidth * ratio), height = Math.round(canvas.clientHeight * ratio);
      if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.fillStyle = '#f2f0ea'; pen.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
      for (const layer of data.layers) if (layer.on) drawShapes(layer);
      pen.font = '12px "Noto Sans CJK SC","Microsoft YaHei",sans-serif'; pen.textBaseline = 'middle';
      const posts = drawPosts(), taken = drawMarks();
      namePosts(posts, taken);
      drawNames(taken);
      drawMeasure();
      drawBar();
    };
    """#
}
