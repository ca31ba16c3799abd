let answer: boolean | null = null;

/** Whether this browser can draw MapLibre's map. Asked once: each try costs a drawing context. */
export function hasWebgl(): boolean {
  answer ??= canDraw();
  return answer;
}

function canDraw(): boolean {
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}
