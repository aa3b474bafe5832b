// Preloaded into the program (`--import`): ONNX Runtime's native library can't be loaded, as on a machine too old for it.
import Module from 'node:module';

const load = Module._load;
Module._load = function (request, ...rest) {
  if (request === 'onnxruntime-node') throw new Error("libm.so.6: version `GLIBC_2.29' not found\nand more");
  return load.call(this, request, ...rest);
};
