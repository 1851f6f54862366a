/** As many bars as there is room for, from as many as were recorded: each the loudest of its share, 0..100. */
export function fitBars(levels: readonly number[], count: number): readonly number[] {
  if (levels.length === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, to));
  });
}

/** The same, scaled so that the loudest is 100 where anything was heard: quiet microphones still show a voice. */
export function fitWaveform(levels: readonly number[], count: number): readonly number[] {
  const bars = fitBars(levels, count);
  const loudest = Math.max(0, ...bars);
  return bars.map((level) => (loudest < 2 ? 0 : Math.round((level * 100) / loudest)));
}
