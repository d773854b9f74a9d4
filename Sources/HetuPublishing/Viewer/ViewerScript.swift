/// The offline viewer's script: draws the layers on a canvas and answers search, clicks and measuring. It puts texts into the
/// page as text only.
extension ViewerTemplate {
  static let script = #"""
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
    const overlaps = (taken, box) => taken.some((o) => box[0] < o[2] && o[0] < box[2] && box[1] < o[3] && o[1] < box[3]);
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
      const taken = marks.map((m) => [m.x - size / 2, m.y - size / 2, m.x + size / 2, m.y + size / 2]);
      pen.font = '12px "Noto Sans CJK SC","Microsoft YaHei",sans-serif';
      pen.textBaseline = 'middle';
      for (let index = marks.length - 1; index >= 0; index--) {
        const mark = marks[index];
        // A ring stands about something that has its name.
        if (mark.feature.change && mark.feature.change !== 'removed') continue;
        const width = pen.measureText(mark.feature.name).width;
        const left = mark.x + size / 2 + 3;
        const places = [[left, mark.y], [mark.x - size / 2 - 3 - width, mark.y],
          [mark.x - width / 2, mark.y - size / 2 - 9], [mark.x - width / 2, mark.y + size / 2 + 9]];
        for (const [x, y] of places) {
          const box = [x, y - 7, x + width, y + 7];
          if (overlaps(taken, box)) continue;
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
    const drawNames = (taken) => {
      for (const layer of data.layers) {
        if (!layer.on || !layer.named) continue;
        for (const feature of layer.features) {
          if (!feature.label) continue;
          const [x, y] = toScreen(feature.label), width = pen.measureText(feature.name).width;
          const box = [x - width / 2, y - 8, x + width / 2, y + 8];
          if (overlaps(taken, box)) continue;
          taken.push(box);
          write(feature.name, x - width / 2, y, layer.style.stroke);
        }
      }
    };
    const drawPosts = () => {
      const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
      const pixels = view.scale / 111.3;
      const step = steps.find((s) => s * pixels >= 60) || 200;
      for (const part of course) for (let i = 0; i + 1 < part.length; i++) {
        const a = part[i], b = part[i + 1];
        for (let km = Math.ceil(b[2] / step) * step; km < a[2]; km += step) {
          const share = (a[2] - km) / (a[2] - b[2]);
          const [x, y] = toScreen([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
          pen.beginPath(); pen.arc(x, y, 3, 0, 7); pen.fillStyle = '#fff'; pen.fill();
          pen.strokeStyle = '#1f6fb5'; pen.lineWidth = 1.2; pen.stroke();
          write('K' + Number(km.toFixed(1)), x + 5, y - 9, '#1f4e7e');
        }
      }
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
      pen.font = '11px "Noto Sans CJK SC","Microsoft YaHei",sans-serif'; pen.textBaseline = 'middle';
      drawPosts();
      drawNames(drawMarks());
      drawMeasure();
      drawBar();
    };

    // Moving about
    const fit = (box, margin) => {
      view.x = (box[0] + box[2]) / 2 * shrink; view.y = (box[1] + box[3]) / 2;
      view.scale = Math.min(canvas.clientWidth / Math.max(1e-4, (box[2] - box[0]) * shrink),
        canvas.clientHeight / Math.max(1e-4, box[3] - box[1])) * margin;
      draw();
    };
    const zoom = (factor, x, y) => {
      const place = toEarth(x, y);
      view.scale = Math.max(50, Math.min(5e6, view.scale * factor));
      view.x = place[0] * shrink - (x - canvas.clientWidth / 2) / view.scale;
      view.y = place[1] + (y - canvas.clientHeight / 2) / view.scale;
      draw();
    };
    let drag = null;
    const fingers = new Map();
    canvas.addEventListener('pointerdown', (event) => {
      fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
      drag = { x: event.offsetX, y: event.offsetY, moved: fingers.size > 1 };
      canvas.setPointerCapture(event.pointerId);
    });
    const lift = (event) => fingers.delete(event.pointerId);
    canvas.addEventListener('pointercancel', lift);
    // Two fingers pull the map apart about the place between them.
    const pinch = (event) => {
      const [still] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const before = fingers.get(event.pointerId), now = [event.offsetX, event.offsetY];
      const apart = (place) => Math.max(10, Math.hypot(place[0] - still[0], place[1] - still[1]));
      fingers.set(event.pointerId, now);
      zoom(apart(now) / apart(before), (now[0] + still[0]) / 2, (now[1] + still[1]) / 2);
    };
    canvas.addEventListener('pointermove', (event) => {
      const place = toEarth(event.offsetX, event.offsetY), near = nearestOnRiver(place);
      byId('where').textContent = place[0].toFixed(5) + '°E ' + place[1].toFixed(5) + '°N' +
        (near && near.metres < 20000 ? '　' + along(near) : '');
      if (!drag) return;
      if (fingers.size > 1) return pinch(event);
      const dx = event.offsetX - drag.x, dy = event.offsetY - drag.y;
      if (!drag.moved && Math.hypot(dx, dy) < 4) return;
      drag = { x: event.offsetX, y: event.offsetY, moved: true };
      view.x -= dx / view.scale; view.y += dy / view.scale;
      draw();
    });
    canvas.addEventListener('pointerup', (event) => {
      const wasClick = drag && !drag.moved;
      lift(event);
      drag = null;
      if (!wasClick) return;
      if (measuring) {
        measured.push(toEarth(event.offsetX, event.offsetY));
        tellMeasure();
        draw();
        return;
      }
      let best = null;
      for (const mark of marks) {
        const distance = Math.hypot(mark.x - event.offsetX, mark.y - event.offsetY);
        if (distance < 18 && (!best || distance <= best.distance)) best = { distance, feature: mark.feature };
      }
      if (best) show(best.feature);
    });
    canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
    }, { passive: false });
    // The strip map lies over the map; its width is a share of the window's.
    let stripWidth = innerWidth < 800 ? 3 : 1;
    const sizeStrip = (factor) => {
      stripWidth = Math.max(1, Math.min(12, stripWidth * factor));
      byId('strip').firstElementChild.style.width = stripWidth * 100 + '%';
    };
    sizeStrip(1);
    const showStrip = (isShown) => {
      byId('strip').hidden = !isShown;
      byId('show-strip').setAttribute('aria-pressed', isShown);
    };
    const scale = (factor) => {
      if (byId('strip').hidden) zoom(factor, canvas.clientWidth / 2, canvas.clientHeight / 2); else sizeStrip(factor);
    };
    byId('show-strip').addEventListener('click', () => showStrip(byId('strip').hidden));
    byId('closer').addEventListener('click', () => scale(1.6));
    byId('farther').addEventListener('click', () => scale(1 / 1.6));
    byId('whole').addEventListener('click', () => { showStrip(false); fit(data.box, 0.88); });
    byId('print').addEventListener('click', () => window.print());
    addEventListener('resize', draw);
    addEventListener('beforeprint', paint);

    // Measuring
    const tellMeasure = () => {
      let total = 0;
      for (let i = 0; i + 1 < measured.length; i++) total += metres(measured[i], measured[i + 1]);
      let text = '直线 ' + (total / 1000).toFixed(3) + ' km';
      if (measured.length > 1) {
        const first = nearestOnRiver(measured[0]), last = nearestOnRiver(measured[measured.length - 1]);
        if (first && last) text += '；沿河 ' + Math.abs(first.km - last.km).toFixed(3) + ' km（' + spoken(first.km) +
          (first.km >= last.km ? ' 顺流至 ' : ' 逆流至 ') + spoken(last.km) + '）';
      }
      byId('measured').textContent = measured.length ? text : '在图上依次点选';
    };
    byId('measure').addEventListener('click', () => {
      measuring = !measuring;
      measured = [];
      byId('measure').setAttribute('aria-pressed', measuring);
      byId('measured').hidden = !measuring;
      tellMeasure();
      draw();
    });

    // The panel
    const tabs = ['find', 'layers', 'card', 'scenarios', 'plan'];
    const open = (tab) => {
      for (const name of tabs) {
        byId(name).hidden = name !== tab;
        byId('tab-' + name).setAttribute('aria-selected', name === tab);
      }
    };
    for (const name of tabs) byId('tab-' + name).addEventListener('click', () => open(name));
    const picture = (feature, pixels) => {
      const image = make('canvas');
      image.width = image.height = pixels * 2;
      image.style.width = image.style.height = pixels + 'px';
      drawSign(image.getContext('2d'), feature, pixels, pixels, pixels * 1.6);
      return image;
    };

    // Cards, as they are printed: the numbers stand for texts that many cards share.
    const texts = data.texts;
    const phoneLine = (text) => {
      const line = make('p', '☎ ', 'phone');
      let from = 0;
      for (const match of text.matchAll(/[+\d(（][\d() （）-]{4,}\d/g)) {
        const link = make('a', match[0]);
        link.href = 'tel:' + match[0].replace(/[^\d+-]/g, '').replace(/^(\d{3,4}-\d{7,8})-(\d+)$/, '$1,$2');
        line.append(text.slice(from, match.index), link);
        from = match.index + match[0].length;
      }
      line.append(text.slice(from));
      return line;
    };
    const cardTable = (table) => {
      const element = make('table');
      element.append(make('caption', texts[table.title]));
      const row = (tag, cells) => {
        const line = make('tr');
        cells.forEach((cell, column) => line.append(make(tag, texts[cell], table.numeric[column] ? 'n' : '')));
        return line;
      };
      element.append(row('th', table.columns), ...table.rows.map((cells) => row('td', cells)));
      return element;
    };
    const cardOf = (feature) => {
      const card = make('article'), head = make('header'), words = make('div'), figures = make('div', '', 'figures');
      words.append(make('h2', feature.name), make('p', feature.title, 'kind'));
      if (feature.form || feature.change) head.append(picture(feature, 40));
      head.append(words);
      card.append(head);
      if (feature.place) card.append(make('p', feature.place, 'place'));
      for (const [title, figure] of feature.card.figures) {
        const box = make('div');
        box.append(make('small', texts[title]), make('b', texts[figure]));
        figures.append(box);
      }
      if (feature.card.figures.length) card.append(figures);
      card.append(...feature.phones.map(phoneLine));
      const steps = make('ol');
      for (const step of feature.card.steps) steps.append(make('li', texts[step]));
      if (feature.card.steps.length) card.append(steps);
      card.append(...feature.card.tables.map(cardTable));
      return card;
    };
    const show = (feature) => {
      chosen = feature;
      byId('card').replaceChildren(cardOf(feature));
      byId('card').scrollTop = 0;
      open('card');
      draw();
    };
    for (const scenario of data.scenarios) byId('scenarios').append(cardOf(scenario));
    if (!data.scenarios.length) byId('scenarios').append(make('p', '没有典型情景：沿线未登记风险源或穿越点。'));
    const all = data.layers.flatMap((layer) => layer.features.filter((f) => f.at).map((feature) => ({ layer, feature })));
    const find = () => {
      const wanted = byId('search').value.trim().toLowerCase();
      const found = all.filter(({ feature }) =>
        (feature.name + '\n' + feature.code + '\n' + feature.place + '\n' + feature.title).toLowerCase().includes(wanted));
      const list = byId('found');
      list.replaceChildren();
      byId('count').textContent = found.length > 200 ? '共 ' + found.length + ' 处，列出前 200 处' : '共 ' + found.length + ' 处';
      for (const { layer, feature } of found.slice(0, 200)) {
        const button = make('button');
        button.append(picture(feature, 18), make('span', feature.name), make('small', feature.place || feature.code));
        button.addEventListener('click', () => {
          if (!layer.on) { layer.on = true; layer.box.checked = true; }
          showStrip(false);
          view.x = feature.at[0] * shrink; view.y = feature.at[1]; view.scale = Math.max(view.scale, 9000);
          show(feature);
        });
        const item = make('li');
        item.append(button);
        list.append(item);
      }
    };
    byId('search').addEventListener('input', () => { open('find'); find(); });
    for (const layer of data.layers) {
      const label = make('label');
      layer.box = make('input');
      layer.box.type = 'checkbox';
      layer.box.checked = layer.on;
      layer.box.addEventListener('change', () => { layer.on = layer.box.checked; draw(); });
      label.append(layer.box, make('span', layer.title + '（' + layer.features.length + '）'));
      byId('layers').append(label);
    }
    find();
    open('find');
    fit(data.box, 0.88);
    """#
}
