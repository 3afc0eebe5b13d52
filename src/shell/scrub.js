// The first script of every page, inlined into <head> by the build and named in the CSP by its hash.
//
// AniList returns the access token in the URL. This takes it out before any file is asked for, so that neither
// `location`, the session history nor the performance entries keep it, and hands it to the app once. It also watches
// the start: what cannot be started is explained, in words that are part of the page.
//
// Plain old syntax on purpose: a browser too old for the app must still be able to run this and say so.
(function () {
  "use strict";
  var base = new URL(document.baseURI).pathname.replace(/[^/]*$/, "");
  var framed = self !== top;
  // The origin is spelled out because a path that begins with // would name another host.
  var clean = location.origin + location.pathname;

  // The same names as in src/config.rs.
  function key(name) {
    return "tsuzuki:" + base + ":" + name;
  }

  function addressHoldsAnswer() {
    return /[#?&](access_token|error|state)=/.test(location.search + location.hash);
  }

  var raw = null;
  var discarded = false;
  var answer = location.search + location.hash;
  if (addressHoldsAnswer()) {
    // A page in a frame may have been opened by the frame's owner: it never takes part in a login.
    discarded = framed;
    if (!framed) {
      try {
        sessionStorage.setItem(key("callback"), answer);
      } catch (blocked) {
        discarded = true;
      }
    }
    try {
      history.replaceState(null, "", clean);
    } catch (refused) {
      location.replace(clean);
      return;
    }
    if (!discarded) {
      // The navigation timing entry keeps the address the page was opened with; only a reload writes a new one.
      // stop() ends the parsing of this page, so none of its files is asked for.
      stop();
      location.reload();
      return;
    }
  } else if (!framed) {
    // Out of storage and into memory at once: even if the app never starts, the answer rests nowhere.
    try {
      raw = sessionStorage.getItem(key("callback"));
      sessionStorage.removeItem(key("callback"));
    } catch (blocked) {
      raw = null;
    }
  }

  // An answer opened in a tab that shows the app already (a bookmark, a pasted address) changes the fragment only.
  addEventListener("hashchange", function () {
    if (addressHoldsAnswer()) location.reload();
  });

  if (!framed) {
    Object.defineProperty(self, "tsuzukiCallback", {
      configurable: true,
      value: function () {
        delete self.tsuzukiCallback;
        var given = { raw: raw, discarded: discarded };
        raw = null;
        return given;
      }
    });
  }

  var MESSAGES = {
    load: [
      "Tsuzuki could not be loaded",
      "A file of this site did not arrive, or is not the one that was published. Check your connection, then reload."
    ],
    browser: [
      "This browser is too old for Tsuzuki",
      "Tsuzuki needs JavaScript modules and WebAssembly. Update this browser, or open the page in another one."
    ],
    start: [
      "Tsuzuki stopped while starting",
      "This is an error in Tsuzuki itself, not in your account or your lists. Reload to try again."
    ]
  };
  var shown = false;

  function whenParsed(run) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
    else run();
  }

  function show(kind) {
    if (shown) return;
    shown = true;
    whenParsed(function () {
      var section = document.getElementById("failed");
      // The app's own panic message says more than this one could.
      if (!section || !section.hidden) return;
      var shell = document.getElementById("shell");
      if (shell) shell.parentNode.removeChild(shell);
      document.getElementById("failed-title").textContent = MESSAGES[kind][0];
      document.getElementById("failed-cause").textContent = MESSAGES[kind][1];
      section.hidden = false;
    });
  }

  // Past every cache, where an old page may be kept that asks for files a deploy removed, or a damaged file.
  function reloadFresh() {
    var boot = document.getElementById("boot");
    var files = [location.href];
    if (boot) files.push(boot.src, boot.dataset.js, boot.dataset.wasm);
    return Promise.all(files.map(function (file) {
      return fetch(file, { cache: "reload" });
    })).then(function () {
      location.reload();
    });
  }

  // At most once a minute: a site that is really broken must not reload for ever.
  function recover(otherwise) {
    var now = Date.now();
    try {
      if (now - Number(sessionStorage.getItem(key("recovered"))) < 60000) return otherwise();
      sessionStorage.setItem(key("recovered"), String(now));
    } catch (blocked) {
      return otherwise();
    }
    reloadFresh().catch(otherwise);
  }

  function failed(kind) {
    if (kind !== "load") return show(kind);
    recover(function () {
      show("load");
    });
  }

  if (framed) {
    whenParsed(function () {
      var shell = document.getElementById("shell");
      if (shell) shell.parentNode.removeChild(shell);
      document.getElementById("framed-open").href = clean;
      document.getElementById("framed").hidden = false;
    });
    return;
  }

  // Errors of scripts and styles do not bubble, hence the capture.
  addEventListener("error", function (event) {
    var element = event.target;
    if (element.id === "boot") failed("load");
    // Without its styles the page still works, so there is nothing to explain.
    else if (element instanceof HTMLLinkElement && element.rel === "stylesheet") recover(function () {});
  }, true);
  addEventListener("tsuzuki:failed", function (event) {
    failed(event.detail);
  });
  document.addEventListener("click", function (event) {
    if (!(event.target instanceof Element) || event.target.id !== "failed-reload") return;
    reloadFresh().catch(function () {
      location.reload();
    });
  });
  whenParsed(function () {
    if (!("noModule" in HTMLScriptElement.prototype) || typeof WebAssembly !== "object") failed("browser");
  });
})();
