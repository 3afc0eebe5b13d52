// What is made of the samples of a measure.

/** The value that a share of the samples does not pass. @param {number[]} samples @param {number} share */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** @param {number[]} samples */
export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

/** Samples by measure. @typedef {Record<string, number[]>} Samples */

/** @param {Samples} samples @param {string} measure @param {number | undefined} value */
export function note(samples, measure, value) {
  if (value !== undefined) (samples[measure] ??= []).push(value);
}
