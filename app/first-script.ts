/**
 * Runs before any bundle. Creates the `default` policy of Trusted Types: the bundler loads its chunks by assigning plain
 * text to `script.src`; such text passes, unchanged since the bundler looks for it again, when it names a static file of
 * this origin. React makes script elements through one constant, inert piece of HTML: that piece passes. Everything else
 * is refused by the browser. It also keeps zod from trying `new Function`, which the policy would report each time.
 */
export const FIRST_SCRIPT = `
globalThis.__zod_globalConfig = { jitless: true }
if (window.trustedTypes) trustedTypes.createPolicy('default', {
  createScriptURL: function (text) {
    var url = new URL(text, location.href)
    return url.origin === location.origin && url.pathname.startsWith('/_next/static/') ? text : null
  },
  createHTML: function (text) {
    return text === '<script></' + 'script>' ? text : null
  }
})`
