/* The month's page one item a screen, by keyboard: m opens, arrows turn, Escape leaves. The page itself is never changed:
   what belongs to the screen is marked with a class. No words here: they stand in the page's template. */
(() => {
  "use strict"

  const NAME = "present" // #present is the first screen, #present-missed that of the item "missed"
  const article = document.querySelector("article.md-content__inner")
  const opener = document.querySelector("[data-present]")
  const made = document.getElementById("fk-present-bar")
  if (!article || !opener || !made) return

  const screens = [{ key: "", parts: [article.querySelector(":scope > .fk-opening")] }]
  for (const block of article.querySelectorAll(":scope > [data-slide]")) {
    const heading = block.previousElementSibling
    screens.push({ key: heading.id, parts: [heading, block] })
  }
  const root = document.documentElement
  let bar = null
  let at = 0
  let cameFrom = 0

  const hashOf = place => "#" + NAME + (screens[place].key ? "-" + screens[place].key : "")
  const asked = () => screens.findIndex((_, place) => hashOf(place) === location.hash)

  function show(place) {
    at = Math.max(0, Math.min(place, screens.length - 1))
    for (const part of article.querySelectorAll(":scope > .fk-now")) part.classList.remove("fk-now")
    for (const part of screens[at].parts) part.classList.add("fk-now")
    article.scrollTop = 0
    bar.querySelector("[data-at]").textContent = (at + 1) + " / " + screens.length
    bar.querySelector("[data-go=back]").disabled = at === 0
    bar.querySelector("[data-go=on]").disabled = at === screens.length - 1
    history.replaceState(history.state, "", hashOf(at))
    const first = screens[at].parts[0]
    first.tabIndex = -1
    first.focus({ preventScroll: true })
  }

  function open(place, fully) {
    if (bar) return
    cameFrom = window.scrollY
    bar = made.content.firstElementChild.cloneNode(true)
    bar.addEventListener("click", pressed)
    article.append(bar)
    root.classList.add("fk-presenting")
    show(place)
    // where it is not allowed, or asked for without a key or a click, the layout alone has to do
    if (fully && root.requestFullscreen) root.requestFullscreen().catch(() => {})
  }

  function leave() {
    if (!bar) return
    bar.remove()
    bar = null
    root.classList.remove("fk-presenting")
    for (const part of article.querySelectorAll(":scope > .fk-now")) part.classList.remove("fk-now")
    const key = screens[at].key
    history.replaceState(history.state, "", key ? "#" + key : location.pathname + location.search)
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {})
    if (key) screens[at].parts[0].scrollIntoView()
    else window.scrollTo(0, cameFrom)
    opener.focus({ preventScroll: true })
  }

  function pressed(event) {
    const go = event.target.closest("[data-go]")
    if (!go) return
    if (go.dataset.go === "leave") leave()
    else show(go.dataset.go === "on" ? at + 1 : at - 1)
  }

  const KEYS = {
    ArrowRight: () => show(at + 1),
    PageDown: () => show(at + 1),
    ArrowLeft: () => show(at - 1),
    PageUp: () => show(at - 1),
    Home: () => show(0),
    End: () => show(screens.length - 1),
    Escape: leave,
    m: leave
  }

  const isTyping = target =>
    target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName) || Boolean(document.querySelector("#__search:checked"))

  window.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return
    if (!bar) {
      if (event.key === "m") open(0, true)
      return
    }
    if (event.key === " ") {
      if (event.target.closest("a, button, summary")) return // where Space has a use of its own
      event.preventDefault()
      show(event.shiftKey ? at - 1 : at + 1)
    } else if (KEYS[event.key]) {
      event.preventDefault()
      KEYS[event.key]()
    }
    if (event.key.length === 1 || KEYS[event.key]) event.stopPropagation() // else the theme's keys would leave the page
  }, true)

  // in full screen the browser keeps Escape for itself
  document.addEventListener("fullscreenchange", () => { if (!document.fullscreenElement) leave() })
  window.addEventListener("hashchange", () => {
    const place = asked()
    if (place >= 0) bar ? show(place) : open(place, false)
  })
  document.addEventListener("click", event => {
    const link = bar && event.target.closest("a[href^='#']")
    const place = link ? screens.findIndex(screen => screen.key && "#" + screen.key === link.getAttribute("href")) : -1
    if (place < 0) return
    event.preventDefault()
    event.stopPropagation()
    show(place)
  }, true)
  opener.hidden = false
  opener.addEventListener("click", () => open(0, true))
  if (asked() >= 0) open(asked(), false)
})()
