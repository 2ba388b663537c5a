/* Filing grid: what is typed or pasted is saved by itself, and the page says when. Without it the 保存 button does the same. */
(function () {
  "use strict";
  const form = document.querySelector("[data-filing]");
  if (!form) return;
  const grid = form.querySelector("[data-grid]"), say = form.querySelector("[data-grid-say]");
  const zh = document.documentElement.lang.startsWith("zh");
  const words = (a, b) => (zh ? a : b);
  const inputs = () => [...grid.querySelectorAll("input")];
  const dirty = () => inputs().filter(one => one.value !== one.defaultValue);
  let timer = 0, sending = null, leaving = false, overflow = "";

  /* Keyboard users move by cell: the link of a cell is reached with F2 and does not stand in the way of Tab. */
  const links = () => grid.querySelectorAll("a.k-to").forEach(one => { one.tabIndex = -1; });
  links();
  grid.addEventListener("keydown", event => {
    if (event.key !== "F2" || !event.target.matches("input")) return;
    const link = event.target.closest("td").querySelector("a.k-to");
    if (link) flush().then(() => { leaving = true; location.href = link.href; });
  });

  const key = () => { const bytes = crypto.getRandomValues(new Uint8Array(16)); return [...bytes].map(b => b.toString(16).padStart(2, "0")).join(""); };
  const clock = () => new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date());
  const tell = text => { say.textContent = overflow ? text + " · " + overflow : text; };

  function later(wait) { clearTimeout(timer); timer = setTimeout(flush, wait); }

  grid.addEventListener("input", () => later(1200));
  grid.addEventListener("focusout", () => { if (dirty().length) later(200); });
  grid.addEventListener("keydown", event => { if (event.key === "Escape") later(1200); });
  grid.addEventListener("paste", () => setTimeout(() => {
    const left = Number(say.dataset.left) || 0;
    overflow = left ? words("粘贴的内容超出表格 " + left + " 格，超出部分未写入", left + " pasted cells lay beyond the grid and were not entered") : "";
    later(100);
  }));

  /* Every changed cell at once; one request at a time. */
  function flush() {
    clearTimeout(timer);
    if (sending) return sending.then(() => flush());
    const cells = dirty();
    if (!cells.length) return Promise.resolve(true);
    const sent = new Map(cells.map(one => [one.id, one.value])), body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "seen"]) body.append(name, form.elements[name].value);
    body.append("once", key()); body.append("do", "save");
    cells.forEach(one => body.append(one.name, one.value));
    tell(words("正在保存 " + cells.length + " 格……", "Saving " + cells.length + " cells…"));
    sending = fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" })
      .then(answer => answer.json().then(told => take(told, sent, answer.status), () => lost(cells.length, answer.status)), () => lost(cells.length, 0))
      .finally(() => { sending = null; });
    return sending;
  }

  function take(told, sent, status) {
    if (told.refused) { tell(told.refused.join(" ")); return false; }
    form.elements.seen.value = told.seen;
    Object.entries(told.cells).forEach(([number, html]) => put(number, html, sent.get("c-" + number)));
    document.querySelector("[data-mend]").innerHTML = told.mend;
    form.querySelector("[data-status]").innerHTML = told.status;
    links();
    tell(status === 409 ? words("别人同时改了 " + told.clashes.length + " 格，见上方", told.clashes.length + " cells were changed by somebody else: see above")
      : words("已存 " + clock(), "Saved " + clock()));
    return status !== 409;
  }

  /* The cell as the server has it now; where the reader is typing on, only its version and its look. */
  function put(number, html, sent) {
    const old = grid.querySelector('td[data-cell="' + number + '"]'), box = document.createElement("template");
    box.innerHTML = html;
    const fresh = box.content.firstElementChild, input = old && old.querySelector("input"), next = fresh.querySelector("input");
    if (!old) return;
    if (input && next && (document.activeElement === input || input.value !== sent)) {
      input.name = next.name; input.defaultValue = input.value === sent ? next.defaultValue : sent;
      if (input.value === sent) input.value = next.value;
      input.dataset.old = input.defaultValue;
      const link = old.querySelector("a.k-to"); if (link) link.replaceWith(fresh.querySelector("a.k-to"));
      old.className = fresh.className;
    } else old.replaceWith(fresh);
  }

  function lost(count, status) {
    tell(status === 0 || status >= 500
      ? words("没能存下：与服务器断开。您填的 " + count + " 格还在这一页，恢复后会再存。", "Not saved: the server cannot be reached. The " + count + " cells are still on this page and will be sent again.")
      : words("没能存下：登录已过期。内容还在这一页；请在另一个窗口登录，再点保存。", "Not saved: you are signed out. Everything is still on this page; sign in in another window, then press Save."));
    if (status === 0 || status >= 500) later(5000);
    return false;
  }

  /* The buttons wait for what is on its way, so that nobody clashes with himself. */
  form.addEventListener("submit", event => {
    if (sending) { event.preventDefault(); sending.then(() => form.requestSubmit(event.submitter)); return; }
    clearTimeout(timer); leaving = true;
  });
  addEventListener("beforeunload", event => { if (!leaving && (sending || dirty().length)) event.preventDefault(); });
})();
