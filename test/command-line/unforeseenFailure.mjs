// Preloaded into the program (`--import`): writing JSON fails in a way that nobody foresaw.
JSON.stringify = () => {
  throw new TypeError('unforeseen');
};
