/**
 * Whether a line is what TensorFlow says of itself when it is loaded, in the format of Abseil's logging, and no complaint.
 * Abseil has no variable of the environment that silences it, and only code in the library's own process could.
 */
export const isChatter = (line: string): boolean =>
  /^[IW]\d{4} \d\d:\d\d:\d+\.\d+/.test(line) ||
  line.startsWith('WARNING: All log messages before absl::InitializeLog()');
