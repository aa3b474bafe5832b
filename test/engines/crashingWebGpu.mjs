// Preloaded into the program (`--import`): the driver of the graphics card ends the process that computes on it.
if (process.argv.includes('probe') && process.argv.includes('onnxruntime-webgpu')) process.kill(process.pid, 'SIGSEGV');
