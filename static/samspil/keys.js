/* Single keys in a work list and on a request. They can be switched off (WCAG 2.1.4): the same switch
   as the digits of the log, kept in this browser. Everything they do is also a link or a button. */
(function () {
  'use strict';

  const SHORTCUTS_KEY = 'samspil-shortcuts';
  const all = (selector, scope = document) => Array.from(scope.querySelectorAll(selector));

  function safely(use) {
    try { return use(); } catch (error) { return null; }
  }

  const areOn = () => safely(() => localStorage.getItem(SHORTCUTS_KEY)) !== 'off';
  const isTyping = (element) => element && (element.isContentEditable
    || element.matches('textarea, select, input:not([type=radio]):not([type=checkbox])'));
  const isShown = (element) => element.offsetParent !== null;
  const links = () => all('[data-row] .inbox-link').filter(isShown);
  const dialog = () => document.querySelector('[data-key-dialog]');

  /* ---- Moving -------------------------------------------------------- */

  function move(step) {
    const rows = links();
    if (rows.length === 0) { return; }
    const at = rows.findIndex((link) => link.closest('[data-row]').contains(document.activeElement));
    const next = at === -1 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next].focus();
  }

  function ring() {
    const row = document.activeElement && document.activeElement.closest('[data-row]');
    const target = row ? row.querySelector('[data-call]') : document.querySelector('main [data-call], main .call-back a');
    if (target) { target.click(); }
  }

  function startNew() {
    const list = document.querySelector('[data-new-url]');
    if (list) { window.location.assign(list.dataset.newUrl); }
  }

  function search() {
    const field = document.querySelector('[data-list-search]');
    if (field) { field.focus(); }
  }

  function help() {
    if (dialog() && !dialog().open) { dialog().showModal(); }
  }

  const ACTIONS = {
    j: () => move(1), k: () => move(-1), r: ring, n: startNew, '/': search, '?': help,
  };

  function pressed(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'Escape' && event.target.matches('[data-list-search]')) { event.target.blur(); }
    if (!plain || !areOn() || isTyping(document.activeElement) || (dialog() && dialog().open)) { return; }
    const action = ACTIONS[event.key.toLowerCase()];
    if (action) { event.preventDefault(); action(); }
  }

  /* ---- Searching in what is shown: nothing is sent ------------------- */

  function filter(field) {
    const wanted = field.value.trim().toLowerCase();
    all('[data-row]').forEach((row) => {
      row.hidden = wanted !== '' && !row.textContent.toLowerCase().includes(wanted);
    });
  }

  function start() {
    const tools = document.querySelector('[data-list-tools]');
    const field = document.querySelector('[data-list-search]');
    const toggle = document.querySelector('[data-shortcuts-switch]');
    document.addEventListener('keydown', pressed);
    if (tools) { tools.hidden = false; }
    if (field) { field.addEventListener('input', () => filter(field)); }
    all('[data-key-help]').forEach((button) => button.addEventListener('click', help));
    if (toggle) {
      toggle.checked = areOn();
      toggle.addEventListener('change', () => {
        safely(() => localStorage.setItem(SHORTCUTS_KEY, toggle.checked ? 'on' : 'off'));
      });
    }
    document.body.addEventListener('htmx:afterSwap', (event) => {
      if (event.target.id !== 'inbox-list') { return; }
      if (field) { filter(field); }
      event.target.focus({ preventScroll: true });
    });
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
}());
