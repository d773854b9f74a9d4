/// The second half of the offline viewer's script: moving about, measuring, the strip map, the panel with its cards.
extension ViewerTemplate {
  static let panel = #"""
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
    const lift = (event) => { fingers.delete(event.pointerId); drag = null; };
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
    let stripWidth = innerWidth < 800 ? 5 : 1;
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
    canvas.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
      const factor = { '+': 1.6, '=': 1.6, '-': 1 / 1.6 }[event.key];
      if (!step && !factor) return;
      event.preventDefault();
      if (factor) return scale(factor);
      view.x += step[0] / view.scale; view.y += step[1] / view.scale;
      draw();
    });
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
    const all = [...data.layers].reverse().flatMap((layer) => layer.features.filter((f) => f.at).map((feature) => ({ layer, feature })));
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
