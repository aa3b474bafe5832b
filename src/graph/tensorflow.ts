// The one place that loads TensorFlow.js. Its Node entry registers no gradients, so they are registered here.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';

// Otherwise its CPU backend, which the reference engine uses on purpose, advises on stderr to install another.
tf.enableProdMode();

export { tf };
