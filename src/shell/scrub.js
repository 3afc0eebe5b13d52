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

  // The same names as in src/config.rs.
  function key(name) {
    return "tsuzuki:" + base + ":" + name;
  }

  // In small letters, without encodings, however often one was put on the other, and with ASCII only: nothing that cannot
  // be seen is to part a word.
  function plain(text) {
    for (var round = 0; round < 5; round += 1) {
      text = text.replace(/%(25)+/g, "%").replace(/%([0-7][0-9a-f])/gi, function (_, code) {
        return String.fromCharCode(parseInt(code, 16));
      });
    }
    return text.replace(/%[89a-f][0-9a-f]|[^!-~]/gi, "").toLowerCase();
  }

  function holdsToken(text) {
    return plain(text).indexOf("access_token=") >= 0;
  }

  // Also what only resembles an answer: the same words encoded, in capitals, behind a slash. A token has no business in the
  // address, whoever put it there.
  function holdsAnswer(part) {
    return holdsToken(part) || part.split(/[#?&;]/).some(function (pair) {
      return /^[^a-z0-9_]*(error|state)=/.test(plain(pair.slice(0, pair.indexOf("=") + 1) || pair));
    });
  }

  // As AniList writes it. Nothing else is ever used.
  function isAnswer(text) {
    return holdsToken(text) ? /[#?&]access_token=/.test(text) : /[#?&](error|state)=/.test(text);
  }

  function addressHoldsAnswer() {
    return holdsAnswer(location.search) || holdsAnswer(location.hash);
  }

  var raw = null;
  var discarded = false;
  var answer = "";
  // The origin is spelled out because a path that begins with // would name another host.
  var clean = location.origin + location.pathname;
  [location.search, location.hash].forEach(function (part) {
    if (holdsAnswer(part)) answer += part;
    else clean += part;
  });
  if (answer) {
    // A page in a frame may have been opened by the frame's owner: it never takes part in a login.
    discarded = framed;
    if (!framed) {
      try {
        // The word stands for what is none, as src/auth/callback.rs knows it.
        sessionStorage.setItem(key("callback"), isAnswer(answer) ? answer : "unlike");
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
