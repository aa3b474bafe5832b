import { InputError } from '../../protocol/inputError';
import { defineCommand } from '../command';
import { engineNews } from '../engineNews';
import { choice, json, optionalText } from '../options';

/** What can be installed by command. */
export const installable = ['tensorflow', 'cuda'] as const;

/** @throws {InputError} if nothing of that name can be installed */
export function readInstallable(name: string): (typeof installable)[number] {
  const known = installable.find(candidate => candidate === name);
  if (known === undefined)
    throw new InputError(`${JSON.stringify(name)} can't be installed: write tensorflow or cuda.`);
  return known;
}

/** `visual-tuning engines install`: adds an engine to this machine. */
export const enginesInstall = defineCommand({
  name: 'engines install',
  summary: 'Install TensorFlow, or the CUDA provider of ONNX Runtime, for Visual Tuning on this machine.',
  details: [
    'tensorflow (Linux, macOS): the shared libraries of TensorFlow and the addon of @tensorflow/tfjs-node-gpu, from one of two sources. The libraries are checked against known checksums, and a training step on them against the reference engine, before they are put in place.',
    'package: what that package itself downloads, TensorFlow 2.9.1 for Linux x64 and Intel Macs, 2.7 for Linux arm64 and Apple silicon, from storage.googleapis.com or a mirror of it (TFJS_NODE_CDN_STORAGE, TFJS_NODE_BASE_URI). The addon is built with g++ or clang++ (macOS: xcode-select --install); on Linux x64 without one, the published addon is taken, of which no checksum is known but the MD5 that its host gives. With --device cuda it wants CUDA 11 and cuDNN 8 on the machine.',
    'wheel (Linux x64): TensorFlow 2.21 out of a wheel for Python, and the addon built against it with g++ or clang++. The wheel comes from the index of PIP_INDEX_URL or PyPI, else by pip: 274 MB to download, 2 GB of room on the way, 610 MB in the end; with CUDA 12, some 4 GB, 10 GB and 7 GB. No Python is needed if the index can be reached.',
    'auto tries the package first and the wheel where that fails; with CUDA, the wheel first and the package only if it finds the card. It says which one was installed, and why the other was not.',
    'Without any index: fetch the wheels elsewhere (pip download "tensorflow[and-cuda]==2.21.0"), put them into one folder and give the path of TensorFlow\'s with --from: NVIDIA\'s are taken from beside it.',
    "cuda (Linux x64): ONNX Runtime's CUDA provider for its version here, from nuget.org or the index that VISUAL_TUNING_NUGET names, and those of NVIDIA's libraries that neither the system nor TensorFlow's installation has (CUDA, cuBLAS, cuFFT, cuRAND, cuDNN 9), from the index of Python packages: if all are missing, some 1.4 GB to download and 2.5 GB in the end. How much it is, is said before it begins.",
    "Without a network: fetch Microsoft.ML.OnnxRuntime.Gpu.Linux from nuget.org elsewhere, and give its path with --from; NVIDIA's wheels are taken from beside it.",
    'It goes to the folder of VISUAL_TUNING_DATA, else to visual-tuning in XDG_DATA_HOME or ~/.local/share (macOS: ~/Library/Application Support). An interrupted download goes on where it stopped.',
  ],
  positionals: [{ name: 'NAME', help: 'tensorflow or cuda.' }],
  options: {
    device: choice(['auto', 'cpu', 'cuda'], {
      help: 'Of TensorFlow: cpu, or cuda for NVIDIA cards; auto is cuda where there is one.',
    }),
    source: choice(['auto', 'package', 'wheel'], { help: 'Of TensorFlow: where it comes from.' }),
    from: optionalText({ placeholder: 'FILE|URL', help: 'A wheel, or a package of NuGet, to install from.' }),
    json,
  },
  examples: ['engines install tensorflow', 'engines install tensorflow --from tensorflow_cpu-2.21.0-….whl'],
  run: async (context, { options, positionals: [name] }) => {
    const wanted = readInstallable(name);
    const { thisProgram } = await import('../../engines/probing/program');
    const installing = engineNews(context, options.json);
    if (wanted === 'cuda') {
      const { installCudaProvider } = await import('../../engines/installation/installCudaProvider');
      installing.finish(await installCudaProvider(options.from, thisProgram(), installing));
      return;
    }
    const { installTensorflow } = await import('../../engines/installation/installTensorflow');
    const { device, source } = options;
    const request = { device, source, ...(options.from !== undefined && { from: options.from }) };
    installing.finish(await installTensorflow(request, thisProgram(), installing));
  },
});
