// Preloaded into the program (`--import`): sends it the signal of CUT_OFF_BY once it has told CUT_OFF_AFTER steps, which
// from outside would come too late where the program has the processor and the test has not.
const { CUT_OFF_BY, CUT_OFF_AFTER } = process.env;
const write = process.stdout.write.bind(process.stdout);
let left = Number(CUT_OFF_AFTER);

process.stdout.write = (/** @type {string} */ text, ...more) => {
  const written = write(text, ...more);
  // Once: a second Ctrl-C ends the process at once.
  if (String(text).includes('"event":"step"') && --left === 0) process.kill(process.pid, CUT_OFF_BY);
  return written;
};
