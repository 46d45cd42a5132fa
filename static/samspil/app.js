/* Enhancements on top of pages that work without them.
   No patient data is kept outside the tab: drafts live in sessionStorage and are removed when the server has answered. */
(function () {
  'use strict';

  const DRAFT_PREFIX = 'samspil-draft:';
  const SENT_KEY = 'samspil-draft-sent';
  const SHORTCUTS_KEY = 'samspil-shortcuts';
  const DRAFT_MAX_AGE_MS = 60 * 60 * 1000;
  const SLOW_ANSWER_MS = 20 * 1000;

  const all = (selector, scope = document) => Array.from(scope.querySelectorAll(selector));

  /* Storage may be switched off; a page must work all the same. */
  function safely(use) {
    try { return use(); } catch (error) { return null; }
  }

  /* ---- Connection ---------------------------------------------------- */

  function showConnection() {
    const banner = document.getElementById('offline');
    if (!banner) { return; }
    const text = banner.querySelector('[data-offline-text]');
    banner.hidden = navigator.onLine;
    text.textContent = navigator.onLine ? '' : text.dataset.offlineText;
  }

  function refuseWhileOffline(event) {
    if (!navigator.onLine && event.target.method === 'post') {
      event.preventDefault();
      showConnection();
      document.getElementById('offline').scrollIntoView({ block: 'start' });
    }
  }

  /* ---- Submit once --------------------------------------------------- */

  function setSending(form, sending) {
    form.toggleAttribute('data-sending', sending);
    all('button:not([type=button])', form).forEach((button) => { button.disabled = sending; });
  }

  function submitOnce(event) {
    const form = event.target;
    if (event.defaultPrevented || !form.matches('[data-submit-once]')) { return; }
    if (form.hasAttribute('data-sending')) { event.preventDefault(); return; }
    /* After the browser has read the form, so that a named button is still sent. */
    setTimeout(() => setSending(form, true), 0);
    setTimeout(() => setSending(form, false), SLOW_ANSWER_MS);
  }

  function unlockForms() {
    all('form[data-sending]').forEach((form) => setSending(form, false));
  }

  /* ---- Drafts -------------------------------------------------------- */

  /* A draft belongs to the person who typed it. */
  const person = () => document.body.dataset.person || '';

  const draftFields = (form) => Array.from(form.elements).filter(
    (field) => field.name && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type),
  );

  function saveDraft(form) {
    const values = draftFields(form).map((field) => (
      ['radio', 'checkbox'].includes(field.type) ? { id: field.id, checked: field.checked } : { id: field.id, value: field.value }
    ));
    safely(() => sessionStorage.setItem(DRAFT_PREFIX + form.dataset.draft, JSON.stringify({ at: Date.now(), person: person(), values })));
  }

  function restoreDraft(form) {
    const kept = safely(() => JSON.parse(sessionStorage.getItem(DRAFT_PREFIX + form.dataset.draft)));
    if (!kept) { return; }
    kept.values.forEach(({ id, value, checked }) => {
      const field = document.getElementById(id);
      if (!field || field.form !== form) { return; }
      if (checked === undefined) { field.value = value; } else { field.checked = checked; }
    });
    const notice = form.querySelector('[data-draft-notice]');
    if (notice) { notice.textContent = notice.dataset.text; }
    /* The fee of the restored minutes, once htmx listens. */
    window.addEventListener('load', () => all('input[name=minutes]', form).forEach((field) => {
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }));
  }

  /* What is too old, or was typed by somebody who was logged in before, is not left in the tab. */
  function dropStaleDrafts() {
    safely(() => Object.keys(sessionStorage).filter((key) => key.startsWith(DRAFT_PREFIX)).forEach((key) => {
      const kept = JSON.parse(sessionStorage.getItem(key));
      const foreign = person() && kept.person !== person();
      if (foreign || Date.now() - kept.at > DRAFT_MAX_AGE_MS) { sessionStorage.removeItem(key); }
    }));
  }

  function clearDrafts() {
    safely(() => Object.keys(sessionStorage)
      .filter((key) => key.startsWith(DRAFT_PREFIX) || key === SENT_KEY)
      .forEach((key) => sessionStorage.removeItem(key)));
  }

  /* A sent draft is removed when another page answers: a lost connection leaves it in place, and
     so does a page that says that nothing was saved (logged out meanwhile, the form too old). */
  function settleSentDraft() {
    const sent = safely(() => sessionStorage.getItem(SENT_KEY));
    if (sent === null) { return; }
    safely(() => sessionStorage.removeItem(SENT_KEY));
    if (document.querySelector('[data-keep-drafts]')) { return; }
    if (!all('form[data-draft]').some((form) => form.dataset.draft === sent)) {
      safely(() => sessionStorage.removeItem(DRAFT_PREFIX + sent));
    }
  }

  function initDrafts() {
    if (document.querySelector('[data-clear-drafts-now]')) { clearDrafts(); }
    settleSentDraft();
    dropStaleDrafts();
    all('form[data-draft]').forEach((form) => {
      if (!form.hasAttribute('data-draft-bound')) { restoreDraft(form); }
      form.addEventListener('input', () => saveDraft(form));
      form.addEventListener('change', () => saveDraft(form));
    });
  }

  function rememberSent(event) {
    const form = event.target;
    if (event.defaultPrevented) { return; }
    if (form.matches('[data-clears-drafts]')) { clearDrafts(); }
    if (form.dataset.draft) { safely(() => sessionStorage.setItem(SENT_KEY, form.dataset.draft)); }
  }

  /* ---- The doctor's log form ----------------------------------------- */

  function initMinuteButtons(group) {
    const input = document.getElementById(group.dataset.minutesFor);
    if (!input) { return; }
    const buttons = all('[data-minutes]', group);
    const mark = () => buttons.forEach((button) => {
      button.setAttribute('aria-pressed', String(button.dataset.minutes === input.value));
    });
    buttons.forEach((button) => button.addEventListener('click', () => {
      input.value = button.dataset.minutes;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }));
    input.addEventListener('input', mark);
    group.hidden = false;
    mark();
  }

  const isTyping = (element) => element && (element.isContentEditable
    || element.matches('textarea, select, input:not([type=radio]):not([type=checkbox])'));

  function chooseByDigit(form, event) {
    const choice = all('[data-digit-choices] input[type=radio]', form)[Number(event.key) - 1];
    if (!choice) { return; }
    event.preventDefault();
    choice.click();
    const minutes = form.querySelector('input[name=minutes]');
    if (minutes) { minutes.focus(); minutes.select(); }
  }

  function initLogForm(form) {
    const toggle = form.querySelector('[data-shortcuts]');
    if (toggle) {
      toggle.checked = safely(() => localStorage.getItem(SHORTCUTS_KEY)) !== 'off';
      toggle.addEventListener('change', () => {
        safely(() => localStorage.setItem(SHORTCUTS_KEY, toggle.checked ? 'on' : 'off'));
      });
      form.querySelector('[data-shortcut-help]').hidden = false;
    }
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && form.contains(document.activeElement)) {
        event.preventDefault();
        form.requestSubmit();
        return;
      }
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      const areOn = safely(() => localStorage.getItem(SHORTCUTS_KEY)) !== 'off';
      if (plain && areOn && /^[1-9]$/.test(event.key) && !isTyping(document.activeElement)) {
        chooseByDigit(form, event);
      }
    });
  }

  /* ---- Copying ------------------------------------------------------- */

  function initCopy(button) {
    const field = document.getElementById(button.dataset.copies);
    if (!field || !navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener('click', () => navigator.clipboard.writeText(field.value).then(() => {
      const status = button.parentElement.querySelector('[data-copied]');
      status.textContent = status.dataset.copied;
    }, () => field.select()));
  }

  /* ---- Live lists ---------------------------------------------------- */

  const plainTitle = document.title;
  const lastAnswer = new WeakMap();

  /* How many wait for the reader, in the title of the tab. */
  function countInTitle(scope) {
    const count = scope.querySelector('[data-inbox-first]');
    if (!count) { return; }
    const first = Number(count.dataset.inboxFirst || 0);
    document.title = first > 0 ? `(${first}) ${plainTitle}` : plainTitle;
  }

  function showStale(stale) {
    const notice = document.querySelector('[data-stale-notice]');
    if (notice) { notice.textContent = stale ? notice.dataset.text : ''; }
  }

  function initLive() {
    document.body.addEventListener('htmx:beforeSwap', (event) => {
      const { xhr, pathInfo } = event.detail;
      const asked = new URL(pathInfo.requestPath, window.location.href).pathname;
      /* Redirected, so logged out: show the log-in page as a page, not inside the list. */
      if (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked) {
        event.detail.shouldSwap = false;
        window.location.reload();
        return;
      }
      /* Nothing new: leave the page, the focus and the screen reader alone. */
      if (event.target.matches('[data-live-news]')) {
        if (lastAnswer.get(event.target) === xhr.responseText) { event.detail.shouldSwap = false; }
        lastAnswer.set(event.target, xhr.responseText);
      }
    });
    document.body.addEventListener('htmx:afterRequest', (event) => {
      if (!event.target.matches('[data-live-list]')) { return; }
      if (event.detail.successful) { countInTitle(event.target); }
      showStale(!event.detail.successful);
    });
  }

  /* ---- Start --------------------------------------------------------- */

  function start() {
    if (window.DKFDS) { window.DKFDS.init(); }
    showConnection();
    window.addEventListener('online', showConnection);
    window.addEventListener('offline', showConnection);
    window.addEventListener('pageshow', unlockForms);
    document.addEventListener('submit', refuseWhileOffline);
    document.addEventListener('submit', submitOnce);
    document.addEventListener('submit', rememberSent);
    initDrafts();
    all('[data-minutes-for]').forEach(initMinuteButtons);
    all('[data-log-form]').forEach(initLogForm);
    all('[data-copies]').forEach(initCopy);
    all('[data-vanishes]').forEach((element) => {
      setTimeout(() => element.remove(), Number(element.dataset.vanishes) * 1000);
    });
    initLive();
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
}());
