import { dirname } from 'node:path';
import { findCudaProvider } from './cudaProvider';
import { loadLibrary } from './loadLibrary';
import { onnxRuntimePackage } from './package';

// ONNX Runtime looks for its providers in the folder that it was loaded from and can't be told of another. Its binding
// takes a library of its name that is loaded already: the copy beside the installed provider, which is the same version.
// With the package's own folder left alone, that outlasts its updates and works where nobody may write to it.
const [library] = (process.platform === 'linux' && findCudaProvider()) || [];
if (library !== undefined && dirname(library) !== onnxRuntimePackage()?.folder) loadLibrary(library);
