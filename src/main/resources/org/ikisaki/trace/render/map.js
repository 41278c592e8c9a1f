'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = (id) => document.getElementById(id);
  const canvas = byId('map');
  const context = canvas.getContext('2d');

  // Equal Earth (Šavrič, Patterson, Jenny 2018), in units of the globe's radius.
  const A = [1.340264, -0.081106, 0.000893, 0.003796];
  const M = Math.sqrt(3) / 2;
  const RADIANS = Math.PI / 180;
  const WIDTH = 2 * Math.PI / (M * A[0]);
  const HEIGHT = 2 * northing(Math.asin(M));

  function northing(t) {
    const t2 = t * t;
    const t6 = t2 * t2 * t2;
    return t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
  }

  function project(latitude, longitude) {
    const t = Math.asin(M * Math.sin(latitude * RADIANS));
    const t2 = t * t;
    const t6 = t2 * t2 * t2;
    const x = longitude * RADIANS * Math.cos(t) / (M * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2)));
    return [x + WIDTH / 2, HEIGHT / 2 - northing(t)];
  }

  // The shortest way between two sites, as pieces on one side of the 180th meridian.
  function greatCircle(from, to) {
    const vector = ([latitude, longitude]) => [
      Math.cos(latitude * RADIANS) * Math.cos(longitude * RADIANS),
      Math.cos(latitude * RADIANS) * Math.sin(longitude * RADIANS),
      Math.sin(latitude * RADIANS)];
    const a = vector(from);
    const b = vector(to);
    const angle = Math.acos(Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
    const steps = Math.max(1, Math.ceil(angle / RADIANS / 3));
    const sine = Math.sin(angle);
    const path = new Path2D();
    path.moveTo(...project(from[0], from[1]));
    let last = from;
    for (let i = 1; i <= steps; i++) {
      const u = sine < 1e-9 ? 1 - i / steps : Math.sin((1 - i / steps) * angle) / sine;
      const v = sine < 1e-9 ? i / steps : Math.sin(i / steps * angle) / sine;
      const [x, y, z] = [0, 1, 2].map((k) => u * a[k] + v * b[k]);
      const next = i === steps ? to : [Math.atan2(z, Math.hypot(x, y)) / RADIANS, Math.atan2(y, x) / RADIANS];
      if (Math.abs(next[1] - last[1]) > 180) {
        const edge = last[1] > 0 ? 180 : -180;
        const span = next[1] + 2 * edge - last[1];
        const latitude = last[0] + (span === 0 ? 0 : (edge - last[1]) / span) * (next[0] - last[0]);
        path.lineTo(...project(latitude, edge));
        path.moveTo(...project(latitude, -edge));
      }
      path.lineTo(...project(next[0], next[1]));
      last = next;
    }
    return path;
  }

  const sites = data.sites.map(([latitude, longitude, label, home, colour, routers]) => ({
    at: [latitude, longitude], point: project(latitude, longitude), label, home, colour, routers}));
  const routes = data.routes.map(([country, stops, sure]) => ({country, stops, sure}));

  const outlines = new Path2D();
  for (const ring of data.outlines.trim().split('\n')) {
    const steps = ring.split(' ').map(Number);
    let longitude = 0;
    let latitude = 0;
    for (let i = 0; i < steps.length; i += 2) {
      longitude += steps[i];
      latitude += steps[i + 1];
      const point = project(latitude / 100, longitude / 100);
      if (i === 0) outlines.moveTo(...point); else outlines.lineTo(...point);
    }
    outlines.closePath();
  }

  const legPaths = new Map();
  function legKey(a, b) {
    return a < b ? a * sites.length + b : b * sites.length + a;
  }
  function legPath(a, b) {
    const key = legKey(a, b);
    if (!legPaths.has(key)) legPaths.set(key, greatCircle(sites[Math.min(a, b)].at, sites[Math.max(a, b)].at));
    return legPaths.get(key);
  }

  // What is shown: the first `shown` journeys of those whose far end is in the chosen country.
  let chosen = [];
  let shown = 0;
  let counts = new Map();
  let visits = new Map();

  function show(count) {
    if (count < shown) {
      counts = new Map();
      visits = new Map();
      shown = 0;
    }
    for (; shown < count; shown++) {
      const route = routes[chosen[shown]];
      for (const stop of new Set(route.stops)) visits.set(stop, (visits.get(stop) || 0) + 1);
      for (let i = 0; i + 1 < route.stops.length; i++) {
        const key = legKey(route.stops[i], route.stops[i + 1]);
        const leg = counts.get(key) || {a: route.stops[i], b: route.stops[i + 1], traces: 0, sure: false};
        leg.traces++;
        leg.sure = leg.sure || route.sure[i] === 1;
        counts.set(key, leg);
      }
    }
    byId('position').value = String(shown);
    byId('shown').textContent = `${shown} of ${chosen.length} traces`;
    requestDraw();
  }

  const view = {scale: 1, x: 0, y: 0};

  // Shows a part of the world, its corners in widths of the world; all of it if that is hardly more.
  function fit([left, top, right, bottom], padding) {
    const box = canvas.getBoundingClientRect();
    const world = Math.min(box.width / WIDTH, box.height / HEIGHT) * 0.96;
    const scale = Math.min(8 * world,
      (box.width - 2 * padding) / ((right - left) * WIDTH), (box.height - 2 * padding) / ((bottom - top) * WIDTH));
    if (scale < 1.2 * world) {
      view.scale = world;
      view.x = (box.width - WIDTH * world) / 2;
      view.y = (box.height - HEIGHT * world) / 2;
    } else {
      view.scale = scale;
      view.x = box.width / 2 - (left + right) / 2 * WIDTH * scale;
      view.y = box.height / 2 - (top + bottom) / 2 * WIDTH * scale;
    }
    requestDraw();
  }
  const fitTraces = () => fit(data.extent, 70);
  const fitWorld = () => fit([0, 0, 1, HEIGHT / WIDTH], 0);

  function zoom(factor, x, y) {
    const scale = Math.max(40, Math.min(20000, view.scale * factor));
    view.x = x - (x - view.x) * scale / view.scale;
    view.y = y - (y - view.y) * scale / view.scale;
    view.scale = scale;
    requestDraw();
  }

  let pending = false;
  function requestDraw() {
    if (!pending) {
      pending = true;
      requestAnimationFrame(() => { pending = false; draw(); });
    }
  }

  function radius(site, traces) {
    return 3 + Math.min(5, 2 * Math.log10(Math.max(1, traces)));
  }

  function draw() {
    const box = canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(box.width * ratio) || canvas.height !== Math.round(box.height * ratio)) {
      canvas.width = Math.round(box.width * ratio);
      canvas.height = Math.round(box.height * ratio);
    }
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, box.width, box.height);
    context.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.x, ratio * view.y);
    context.fillStyle = colour('--land');
    context.strokeStyle = colour('--border');
    context.lineWidth = 0.7 / view.scale;
    context.fill(outlines, 'evenodd');
    context.stroke(outlines);
    context.lineCap = 'round';
    context.strokeStyle = colour('--line');
    for (const leg of counts.values()) {
      context.globalAlpha = leg.sure ? 0.75 : 0.45;
      context.setLineDash(leg.sure ? [] : [5 / view.scale, 4 / view.scale]);
      context.lineWidth = (0.8 + Math.log10(leg.traces)) / view.scale;
      context.stroke(legPath(leg.a, leg.b));
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    if (shown > 0 && shown < chosen.length) {
      const latest = routes[chosen[shown - 1]];
      context.strokeStyle = colour('--new');
      context.lineWidth = 2.5 / view.scale;
      for (let i = 0; i + 1 < latest.stops.length; i++) context.stroke(legPath(latest.stops[i], latest.stops[i + 1]));
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.strokeStyle = colour('--border');
    context.lineWidth = 1;
    const order = [...visits.entries()].sort((a, b) => a[1] - b[1]);
    for (const [index, traces] of order) {
      const site = sites[index];
      const [x, y] = place(site);
      context.beginPath();
      context.arc(x, y, radius(site, traces), 0, 2 * Math.PI);
      context.fillStyle = site.home ? colour('--ink') : site.colour;
      context.fill();
      context.stroke();
    }
    labels(order.reverse(), box, colour('--ink'), colour('--paper'));
  }

  function place(site) {
    return [site.point[0] * view.scale + view.x, site.point[1] * view.scale + view.y];
  }

  function labels(order, box, ink, paper) {
    const taken = [];
    const dots = order.map(([index, traces]) => {
      const [x, y] = place(sites[index]);
      const r = radius(sites[index], traces);
      return [x - r, y - r, x + r, y + r];
    });
    const overlaps = (one) => (other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
    const isFree = (area) => area[0] >= 0 && area[1] >= 0 && area[2] <= box.width && area[3] <= box.height && !taken.some(overlaps(area));
    context.font = '11px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.lineWidth = 3;
    context.lineJoin = 'round';
    for (const [rank, [index, traces]] of order.entries()) {
      if (taken.length >= 60 || rank >= 200) break;
      const site = sites[index];
      const [x, y] = place(site);
      if (x < 0 || y < 0 || x > box.width || y > box.height) continue;
      const width = context.measureText(site.label).width;
      const gap = radius(site, traces) + 3;
      const areas = [[x + gap, y - 7], [x - gap - width, y - 7], [x - width / 2, y - gap - 14], [x - width / 2, y + gap]]
        .map(([left, top]) => [left, top, left + width, top + 14]).filter(isFree);
      // The busiest may cover other places, the others may not.
      const area = areas.find((each) => !dots.some(overlaps(each))) || (rank < 12 ? areas[0] : undefined);
      if (!area) continue;
      taken.push(area);
      context.strokeStyle = paper;
      context.fillStyle = ink;
      context.strokeText(site.label, area[0], area[1] + 7);
      context.fillText(site.label, area[0], area[1] + 7);
    }
  }

  function element(name, text) {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function describe(site) {
    const details = byId('details');
    const list = element('ol');
    for (const index of site.routers.slice(0, 200)) {
      const [address, name, network, roundTrip, nat, reason] = data.routers[index];
      const item = element('li', name ? `${name} (${address})` : address);
      item.append(element('small', [network, roundTrip, nat].filter(Boolean).join(' · ')), element('small', reason));
      list.append(item);
    }
    if (site.routers.length > 200) list.append(element('li', `and ${site.routers.length - 200} more`));
    details.replaceChildren(element('h2', site.label), list);
  }

  function nearest(x, y) {
    let best = null;
    let bestDistance = 12;
    for (const [index, traces] of visits) {
      const [px, py] = place(sites[index]);
      const distance = Math.hypot(px - x, py - y) - radius(sites[index], traces);
      if (distance < bestDistance) {
        best = sites[index];
        bestDistance = distance;
      }
    }
    return best;
  }

  const pointers = new Map();
  let moved = 0;
  const position = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, position(event));
    moved = 0;
  });
  canvas.addEventListener('pointermove', (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const now = position(event);
    if (pointers.size === 1) {
      view.x += now[0] - last[0];
      view.y += now[1] - last[1];
    } else {
      const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)[1];
      const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
      const after = Math.hypot(now[0] - other[0], now[1] - other[1]);
      if (before > 0) zoom(after / before, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    }
    moved += Math.hypot(now[0] - last[0], now[1] - last[1]);
    pointers.set(event.pointerId, now);
    requestDraw();
  });
  const release = (event) => {
    const at = pointers.get(event.pointerId);
    pointers.delete(event.pointerId);
    if (at && moved < 5 && event.type === 'pointerup') {
      const site = nearest(...at);
      if (site) describe(site);
    }
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), ...position(event));
  }, {passive: false});
  canvas.addEventListener('keydown', (event) => {
    const step = {ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40]}[event.key];
    if (step) {
      view.x += step[0];
      view.y += step[1];
      requestDraw();
    } else if (event.key === '+' || event.key === '-') {
      zoomCentre(event.key === '+' ? 1.4 : 1 / 1.4);
    } else {
      return;
    }
    event.preventDefault();
  });
  function zoomCentre(factor) {
    const box = canvas.getBoundingClientRect();
    zoom(factor, box.width / 2, box.height / 2);
  }
  byId('in').addEventListener('click', () => zoomCentre(1.4));
  byId('out').addEventListener('click', () => zoomCentre(1 / 1.4));
  byId('reset').addEventListener('click', fitWorld);
  window.addEventListener('resize', fitTraces);

  // All of it in twenty seconds, but no slower than two traces a second.
  let playing = 0;
  function stop() {
    cancelAnimationFrame(playing);
    playing = 0;
    byId('play').textContent = 'Play';
  }
  byId('play').addEventListener('click', () => {
    if (playing) {
      stop();
      return;
    }
    const from = shown >= chosen.length ? 0 : shown;
    const rate = Math.max(2, chosen.length / 20);
    const begin = performance.now();
    byId('play').textContent = 'Pause';
    const frame = (now) => {
      show(Math.min(chosen.length, from + Math.floor((now - begin) / 1000 * rate)));
      if (shown < chosen.length) playing = requestAnimationFrame(frame); else stop();
    };
    playing = requestAnimationFrame(frame);
  });
  byId('position').addEventListener('input', (event) => {
    stop();
    show(Number(event.target.value));
  });

  function choose(country) {
    stop();
    chosen = data.journeys.filter((route) => country === '' || routes[route].country === country);
    shown = Number.MAX_SAFE_INTEGER;
    byId('position').max = String(chosen.length);
    show(0);
    show(chosen.length);
  }
  const names = typeof Intl.DisplayNames === 'function' ? new Intl.DisplayNames(['en'], {type: 'region', fallback: 'code'}) : null;
  const countryName = (code) => code === 'ZZ' ? 'unknown' : names && /^[A-Z]{2}$/.test(code) ? names.of(code) : code;
  const perCountry = new Map();
  for (const route of data.journeys) perCountry.set(routes[route].country, (perCountry.get(routes[route].country) || 0) + 1);
  const select = byId('country');
  const everywhere = element('option', `everywhere (${data.journeys.length})`);
  everywhere.value = '';
  select.append(everywhere);
  for (const [code, traces] of [...perCountry].sort((a, b) => b[1] - a[1])) {
    const option = element('option', `${countryName(code)} (${traces})`);
    option.value = code;
    select.append(option);
  }
  select.addEventListener('change', () => choose(select.value));

  for (const [words, colour] of data.legend) {
    const item = element('span');
    const dot = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    dot.setAttribute('viewBox', '0 0 2 2');
    const circle = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    for (const [name, value] of [['cx', '1'], ['cy', '1'], ['r', '1'], ['fill', colour]]) circle.setAttribute(name, value);
    dot.append(circle);
    item.append(dot, words);
    byId('legend').append(item);
  }
  byId('legend').append(element('span', '– –  unknown hops between'));
  byId('summary').textContent = data.summary;
  fitTraces();
  choose('');
})();
