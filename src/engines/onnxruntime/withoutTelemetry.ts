// ONNX Runtime reports to its makers what it runs, and keeps a number for the machine, unless it is told not to before it is
// loaded. Nothing of a person's work is to leave their machine unasked.
process.env.ORT_DISABLE_TELEMETRY = '1';
