// Preloaded into the program (`--import`): loading TensorFlow ends the process, as a library for another machine does.
if (process.argv.includes('probe') && process.argv.includes('tensorflow')) process.kill(process.pid, 'SIGSEGV');
