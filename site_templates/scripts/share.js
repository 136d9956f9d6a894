// Choose and copy the messages of an incident. Every text is in the page, as numbers of lines that many share.
(function () {
  "use strict";
  var ADDRESS = "\ue000", SEPARATOR = "\ue003";
  var box = document.getElementById("share-box");
  if (!box) return;
  var lines = box.dataset.lines.split(SEPARATOR);
  var texts = box.dataset.texts.split(",");
  var address = /^https?:$/.test(location.protocol) ? location.href.split(/[?#]/)[0] : "";
  var choices = box.querySelectorAll("select");
  var body = box.querySelector(".fk-message"), subject = box.querySelector(".fk-subject");
  var said = box.querySelector("[role=status]");

  // Asterisks behind a number stand on both sides of its line. A line that wants the page's address is left out
  // where the page has none that others could open.
  function linesOf(text) {
    return text.split(" ")
      .map(function (part) {
        var bold = part.replace(/[0-9]+/, "");
        return bold + lines[parseInt(part, 10)] + bold;
      })
      .filter(function (line) { return address || line.indexOf(ADDRESS) < 0; })
      .map(function (line) { return line.split(ADDRESS).join(address); });
  }

  function show() {
    var place = 0;
    choices.forEach(function (choice) { place = place * choice.options.length + choice.selectedIndex; });
    var told = linesOf(texts[place]);
    var mail = choices[2].value === "mail";
    subject.parentNode.hidden = !mail;
    subject.textContent = mail ? told[0] : "";
    body.textContent = (mail ? told.slice(2) : told).join("\n").trim();
    body.lang = choices[0].value;
    subject.lang = choices[0].value;
    said.textContent = "";
  }

  function textFor(button) {
    switch (button.dataset.copy) {
      case "link": return address || location.href;
      case "id": return box.dataset.id;
      case "markdown": {
        var summary = document.querySelector("#summary + .fk-body");
        return box.dataset.name.split(ADDRESS).join(address || location.href) +
          (summary ? "\n\n" + summary.textContent.trim() : "");
      }
      case "subject": return subject.textContent;
      default: return body.textContent;
    }
  }

  // Without a secure context (http, a file) there is no clipboard to write to: select and copy, the old way.
  function copiedByHand(text) {
    var area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "fk-away";
    box.appendChild(area);
    area.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (error) { done = false; }
    area.remove();
    return done;
  }

  function tell(button, done) {
    said.textContent = (done ? box.dataset.copied : box.dataset.failed);
    button.focus();
  }

  function copy(button) {
    var text = textFor(button);
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(
        function () { tell(button, true); },
        function () { tell(button, copiedByHand(text)); }
      );
    } else {
      tell(button, copiedByHand(text));
    }
  }

  choices.forEach(function (choice) { choice.addEventListener("change", show); });
  box.querySelectorAll("button").forEach(function (button) {
    button.addEventListener("click", function () { copy(button); });
  });
  box.querySelectorAll(".fk-scripted").forEach(function (part) { part.hidden = false; });
  show();
})();
