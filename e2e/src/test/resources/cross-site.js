// Sends each change in each form that a page of another site can, and gives what it could read of the answers.
async ([target, changes]) => {
  const readable = [];
  const frame = document.createElement('iframe');
  frame.name = 'answers';
  document.body.append(frame);
  const note = (form, change, what) => readable.push(`${form} ${change.method} ${change.path}: ${what}`);
  const done = (element, start) =>
    new Promise(resolve => {
      element.onload = () => resolve(true);
      element.onerror = () => resolve(false);
      start();
    });

  const submit = (form, type, override = '') => async change => {
    const it = document.createElement('form');
    it.method = 'POST';
    it.action = target + change.path + override;
    it.enctype = type;
    it.target = frame.name;
    const field = document.createElement('input');
    field.name = type === 'text/plain' && change.body ? change.body.slice(0, -1) + ',"x":"' : '_method';
    field.value = type === 'text/plain' && change.body ? '"}' : change.method;
    it.append(field);
    document.body.append(it);
    await done(frame, () => it.submit());
    it.remove();
    try {
      note(form, change, frame.contentDocument.body.textContent);
    } catch {
      // of another origin: nothing can be read
    }
  };
  const fetched = (form, options, ask = fetch) => async change => {
    try {
      const answer = await ask(target + change.path, {credentials: 'include', ...options(change)});
      if (answer.type !== 'opaque') {
        note(form, change, answer.status + ' ' + await answer.text());
      }
    } catch {
      // the browser kept it from us
    }
  };
  const loaded = (form, tag) => async change => {
    const it = document.createElement(tag);
    const separator = change.path.includes('?') ? '&' : '?';
    const isShown = await done(it, () => {
      it.src = target + change.path + separator + '_method=' + change.method;
      document.body.append(it);
    });
    it.remove();
    if (isShown && tag === 'img') {
      note(form, change, 'an image');
    }
  };
  const plain = change => ({method: 'POST', body: change.body, headers: {'Content-Type': 'text/plain'}});

  const forms = {
    'form': submit('form', 'application/x-www-form-urlencoded'),
    'form as text': submit('form as text', 'text/plain'),
    'form in parts': submit('form in parts', 'multipart/form-data'),
    'form that overrides': submit('form that overrides', 'application/x-www-form-urlencoded', '?_method=DELETE'),
    'fetch without reading': fetched('fetch without reading', change => ({mode: 'no-cors', ...plain(change)})),
    'fetch that lives on': fetched('fetch that lives on', change => ({mode: 'no-cors', keepalive: true, ...plain(change)})),
    'fetch without referrer': fetched('fetch without referrer', change => ({mode: 'no-cors', referrerPolicy: 'no-referrer', ...plain(change)})),
    'fetch to read': fetched('fetch to read', plain),
    'fetch of JSON': fetched('fetch of JSON', change => ({method: change.method, body: change.body || undefined, headers: {'Content-Type': 'application/json'}})),
    'fetch with the header': fetched('fetch with the header', change => ({method: change.method, body: change.body || undefined, headers: {'X-Harbor-CSRF': '1', 'Content-Type': 'application/json', 'Idempotency-Key': 'x'}})),
    'request that overrides': fetched('request that overrides', change => ({method: 'POST', body: change.body, headers: {'X-HTTP-Method-Override': change.method}})),
    'beacon': async change => { navigator.sendBeacon(target + change.path, new Blob([change.body], {type: 'text/plain'})); },
    'image': loaded('image', 'img'),
    'script': loaded('script', 'script'),
  };
  for (const form of Object.values(forms)) {
    for (const change of changes) {
      await form(change);
    }
  }

  // A sandboxed frame has no origin at all.
  const sandboxed = document.createElement('iframe');
  sandboxed.sandbox = 'allow-scripts';
  const heard = new Promise(resolve => addEventListener('message', event => resolve(event.data), {once: true}));
  sandboxed.srcdoc = `<script>
    (async () => {
      const read = [];
      for (const change of ${JSON.stringify(changes)}) {
        for (const mode of ['no-cors', 'cors']) {
          try {
            const answer = await fetch(${JSON.stringify(target)} + change.path,
              {method: 'POST', mode, credentials: 'include', body: change.body, headers: {'Content-Type': 'text/plain'}});
            if (answer.type !== 'opaque') { read.push(change.path + answer.status); }
          } catch { }
        }
      }
      parent.postMessage(read, '*');
    })();
  <\/script>`;
  document.body.append(sandboxed);
  (await heard).forEach(what => readable.push('null origin: ' + what));
  return readable;
}
