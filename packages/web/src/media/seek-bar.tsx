import { formatDuration } from './format-media.ts';
import { fitBars } from './waveform-bars.ts';

export interface SeekBarProps {
  readonly waveform: readonly number[] | undefined;
  readonly positionMs: number;
  readonly lengthMs: number | undefined;
  readonly label: string;
  readonly onSeek: (ms: number) => void;
}

const bars = 40;
const stepMs = 100;

/** Where one is in a recording, by its loudness where that is known; moved by pointer and by keyboard. */
export function SeekBar({ waveform, positionMs, lengthMs, label, onSeek }: SeekBarProps) {
  const part = lengthMs === undefined || lengthMs === 0 ? 0 : Math.min(1, positionMs / lengthMs);
  const hasBars = waveform !== undefined && waveform.length > 0;
  return (
    <div className="seek-bar">
      {hasBars ? (
        <Bars waveform={waveform} part={part} />
      ) : (
        <span className="seek-bar__line" aria-hidden>
          <span className="seek-bar__done" style={{ width: `${String(part * 100)}%` }} />
        </span>
      )}
      <input
        type="range"
        className="seek-bar__input"
        aria-label={label}
        aria-valuetext={
          lengthMs === undefined
            ? formatDuration(positionMs)
            : `${formatDuration(positionMs)} / ${formatDuration(lengthMs)}`
        }
        min={0}
        max={Math.max(stepMs, Math.round(lengthMs ?? 0))}
        step={stepMs}
        value={Math.min(positionMs, lengthMs ?? 0)}
        disabled={lengthMs === undefined}
        onChange={(event) => onSeek(Number(event.currentTarget.value))}
      />
    </div>
  );
}

function Bars({ waveform, part }: { readonly waveform: readonly number[]; readonly part: number }) {
  const path = fitBars(waveform, bars)
    .map((level, index) => {
      const height = Math.max(2, (level * 24) / 100);
      return `M${String(index * 5 + 2.5)} ${String(14 - height / 2)}v${String(height)}`;
    })
    .join('');
  return (
    <svg
      className="seek-bar__bars"
      viewBox={`0 0 ${String(bars * 5)} 28`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <path className="seek-bar__rest" d={path} />
      <path
        className="seek-bar__heard"
        d={path}
        style={{ clipPath: `inset(0 ${String(100 - part * 100)}% 0 0)` }}
      />
    </svg>
  );
}
