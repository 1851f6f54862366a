/** Whether people here press Cmd where others press Ctrl. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
