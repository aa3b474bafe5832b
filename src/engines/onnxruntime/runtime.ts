/** ONNX Runtime, for all that uses it here: it must be told two things before it is loaded. */
import './withoutTelemetry';
import './loadInstalledRuntime';

export * from 'onnxruntime-node';
