// The arithmetic of a network's layers, for WebAssembly: what costs the time. A dense layer
// is a convolution whose kernel is as large as its input. `layers.js` lays the numbers out.
//
// Why no runtime of others: the networks have two kinds of layer, so this is all they need. As
// sent, LiteRT.js takes 2.35 MB more, ONNX Runtime Web 2.7 MB, TensorFlow.js 0.2 MB (its last release
// is of 2024), and the same three networks took them 1.1, 1.4 to 3.7, and 1.2 ms, against 0.9 ms
// by a kernel like this one and 8 ms by plain JavaScript. What they need of Keras's weights, this
// takes as it is: so nothing is converted, and the page packs them whenever it starts.
//
// Build it anew with
//   pip install ziglang==0.17.1
//   python -m ziglang cc -target wasm32-freestanding -mcpu=generic+simd128 -O3 -s -nostdlib \
//       -Wl,--no-entry,--export=convolve,--export=backpropagate,--export=__heap_base \
//       -Wl,-z,stack-size=4096 -o web/browser/kernel.wasm web/browser/kernel.c

#include <wasm_simd128.h>

#define INLINE static inline __attribute__((always_inline))
#define AT_ONCE 4  // places: so often is a weight used once it is loaded

typedef float Four __attribute__((vector_size(16), aligned(4)));  // neighbouring channels

typedef struct {
    int row, run, rows;    // floats in a row of the input; in a row of the kernel; the latter's rows
    int across, down;      // floats from one place of the kernel to the next one, and a row further
    int places, columns;   // of the kernel on the input, in all and in a row
    int blocks;            // of eight channels
    float least;           // of an output: 0 for a ReLU
} Shape;

// Eight channels of the output at `count` places that begin at `first`.
INLINE void block(const Shape *shape, int count, int first, const float *in, const float *weights,
                  const Four *scale, const Four *offset, float *out) {
    const Four least = {shape->least, shape->least, shape->least, shape->least};
    const float *from[AT_ONCE];
    Four low[AT_ONCE], high[AT_ONCE];
    for (int i = 0; i < count; i++) {
        int row = (first + i) / shape->columns, column = (first + i) % shape->columns;
        from[i] = in + row * shape->down + column * shape->across;
        low[i] = high[i] = (Four){0};
    }
    for (int row = 0; row < shape->rows; row++) {
        for (int i = 0; i < shape->run; i++, weights += 8) {
            Four first_half = *(const Four *)weights, second_half = *(const Four *)(weights + 4);
            for (int j = 0; j < count; j++) {
                low[j] += from[j][i] * first_half;
                high[j] += from[j][i] * second_half;
            }
        }
        for (int i = 0; i < count; i++) from[i] += shape->row;
    }
    for (int i = 0; i < count; i++) {
        Four *to = (Four *)(out + (first + i) * 8 * shape->blocks);
        Four halves[] = {low[i] * scale[0] + offset[0], high[i] * scale[1] + offset[1]};
        for (int half = 0; half < 2; half++)
            to[half] = (Four)wasm_f32x4_pmax((v128_t)halves[half], (v128_t)least);
    }
}

// Weights, scale and offset are in blocks of eight channels.
void convolve(const Shape *shape, const float *in, const float *weights, const Four *scale,
              const Four *offset, float *out) {
    for (int each = 0; each < shape->blocks; each++) {
        int place = 0;
        for (; place + AT_ONCE <= shape->places; place += AT_ONCE)
            block(shape, AT_ONCE, place, in, weights, scale, offset, out);
        for (; place < shape->places; place++)
            block(shape, 1, place, in, weights, scale, offset, out);
        weights += 8 * shape->rows * shape->run;
        scale += 2, offset += 2, out += 8;
    }
}

// Adds to the gradients of the input from `to` on what comes from `AT_ONCE` of the output's.
INLINE void add(const Shape *shape, float *to, const float amounts[], const float *weights[]) {
    const float *from[AT_ONCE];
    for (int j = 0; j < AT_ONCE; j++) from[j] = weights[j];
    for (int row = 0; row < shape->rows; row++) {
        int i = 0;
        for (; i + 4 <= shape->run; i += 4) {
            Four sum = *(Four *)(to + i);
            for (int j = 0; j < AT_ONCE; j++) sum += amounts[j] * *(const Four *)(from[j] + i);
            *(Four *)(to + i) = sum;
        }
        for (; i < shape->run; i++)
            for (int j = 0; j < AT_ONCE; j++) to[i] += amounts[j] * from[j][i];
        for (int j = 0; j < AT_ONCE; j++) from[j] += shape->run;
        to += shape->row;
    }
}

// Adds to the gradients of the input what comes from those of the output. Weights lie output by
// output. A ReLU lets few gradients through, so these are looked for: all would take twice as long.
void backpropagate(const Shape *shape, float *in, const float *kernels, const float *scale,
                   const float *out, const float *gradients) {
    for (int place = 0; place < shape->places; place++) {
        const float *weights = kernels, *scales = scale;
        float *to = in + place / shape->columns * shape->down
                       + place % shape->columns * shape->across;
        float amounts[AT_ONCE + 8];
        const float *found[AT_ONCE + 8];
        int count = 0;
        for (int block = 0; block < shape->blocks; block++) {
            for (int each = 0; each < 8; each++) {
                amounts[count] = *gradients * *scales++;
                found[count] = weights;
                count += (*gradients++ != 0) & (*out++ > shape->least);
                weights += shape->rows * shape->run;
            }
            while (count >= AT_ONCE) count -= AT_ONCE, add(shape, to, amounts + count, found + count);
        }
        if (count == 0) continue;
        while (count < AT_ONCE) amounts[count] = 0, found[count++] = kernels;
        add(shape, to, amounts, found);
    }
}
