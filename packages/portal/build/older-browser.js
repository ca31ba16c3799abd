// Runs in browsers that know nothing of modules or ES2015, and is served as it stands. The last of what it asks for came
// with Chrome 100; older browsers show the words that index.html has ready, instead of a blank page.
// biome-ignore-all lint/complexity/useArrowFunction: arrow functions are newer than the browsers this is for
(function () {
  if (
    typeof AbortSignal === 'function' &&
    typeof AbortSignal.prototype.throwIfAborted === 'function' &&
    typeof structuredClone === 'function' &&
    typeof Object.hasOwn === 'function'
  ) {
    return;
  }
  document.getElementById('older-browser').removeAttribute('hidden');
})();
