// The arithmetic of the networks' layers, for WebAssembly. A dense layer is a convolution whose
// kernel is as large as its input; the backward pass through a convolution is a convolution of
// gradients with the kernel rotated by 180 degrees.
//
// Most values are 0: blank paper, and whatever a ReLU stops. So the others are listed first, and
// only these are multiplied. Where no ink reaches, a forward pass copies what blank paper gives,
// and a backward pass gives 0. A batch of four images shares the weights that are loaded.
//
// Why not LiteRT.js (2.35 MB), ONNX Runtime Web (2.7 MB) or TensorFlow.js (0.2 MB, last released in
// 2024)? The networks have two kinds of layers, so 9 KB suffice. Three answers took those 1.1, 1.4
// to 3.7 and 1.2 ms, this kernel 0.9 ms before it skipped zeros, and plain JavaScript 8 ms. And
// nothing is converted: the server packs Keras's weights as they are.
//
// To build it:
//   pip install ziglang==0.17.1
//   python -m ziglang cc -target wasm32-freestanding -mcpu=generic+simd128 -O3 -s -nostdlib \
//       -Wl,--no-entry,--export=convolve,--export=backpropagate,--export=pool,--export=unpool \
//       -Wl,--export=__heap_base,-z,stack-size=4096 -o web/browser/kernel.wasm \
//       web/browser/kernel.c

#include <wasm_simd128.h>

#define INLINE static inline __attribute__((always_inline))
#define BATCH 4    // images
#define WIDEST 5   // vectors of channels that registers hold for one image

typedef float Vector __attribute__((vector_size(16), aligned(4)));  // four neighbouring channels

// The rows of the input that one row of the output sums over; columns are alike.
typedef struct {
    int first, count;
    int kernel;  // the kernel's row for the first of them
} Window;

// An input value that is not 0 in all images of the batch.
typedef struct {
    int weights;  // where its weights begin in a row of the kernel
    float values[];
} Term;

// One layer with weights, forward or backward. Maps hold all channels of a place side by side.
typedef struct {
    int input_side, input_channels, output_side, output_channels;
    int size, step;            // rows of the kernel; its rows between neighbouring input rows
    const Window *windows;     // one for each row of the output
    int *starts, *terms;       // the list of terms, and where those of each place start
    const float *weights;      // (size, size, input channels, output channels, padded to fours)
    const float *offsets;      // (output channels, padded to fours)
    const float *input_ink;    // above 0 where ink reaches a place of the input
    float *output_ink;         // the same of the output
    const float *paper;        // the output for blank paper
    float minimum;             // lower bound of the output; at it the gradient is 0
} Pass;

// From the weights of one channel to those of the next.
INLINE int row_length(const Pass *pass) { return (pass->output_channels + 3) / 4 * 4; }

INLINE void list_terms(const Pass *pass, int images, const float *input) {
    int places = pass->input_side * pass->input_side, all = places * pass->input_channels;
    int *end = pass->terms;
    for (int place = 0; place < places; place++) {
        int first = place % pass->input_side * pass->step * pass->input_channels;
        pass->starts[place] = end - pass->terms;
        for (int channel = 0; channel < pass->input_channels; channel++, input++) {
            Term *term = (Term *)end;
            int counts = 0;
            term->weights = (first + channel) * row_length(pass);
            for (int i = 0; i < images; i++) {
                term->values[i] = input[i * all];
                counts |= input[i * all] != 0;
            }
            end += counts ? 1 + images : 0;
        }
    }
    pass->starts[places] = end - pass->terms;
}

// `width` vectors of channels at one place, for all images.
INLINE void sum(const Pass *pass, int images, int width, const Window *down, const Window *across,
                int first, float *output) {
    const int all = pass->output_side * pass->output_side * pass->output_channels;
    Vector sums[BATCH][WIDEST];
    for (int i = 0; i < images; i++)
        for (int j = 0; j < width; j++) sums[i][j] = ((const Vector *)(pass->offsets + first))[j];
    for (int row = 0; row < down->count; row++) {
        const int *starts =
            pass->starts + (down->first + row) * pass->input_side + across->first;
        int kernel = (down->kernel + row * pass->step) * pass->size
                     + across->kernel - across->first * pass->step;  // as if from column 0
        const float *weights =
            pass->weights + kernel * pass->input_channels * row_length(pass) + first;
        const int *end = pass->terms + starts[across->count];
        for (const int *at = pass->terms + starts[0]; at < end; at += 1 + images) {
            const Term *term = (const Term *)at;
            const Vector *row_of_weights = (const Vector *)(weights + term->weights);
            for (int j = 0; j < width; j++)
                for (int i = 0; i < images; i++) sums[i][j] += term->values[i] * row_of_weights[j];
        }
    }
    for (int i = 0; i < images; i++) {
        for (int j = 0; j < width; j++) {
            float *to = output + i * all + first + 4 * j;
            int left = pass->output_channels - first - 4 * j;
            if (left >= 4) *(Vector *)to = sums[i][j];
            else for (int lane = 0; lane < left; lane++) to[lane] = sums[i][j][lane];
        }
    }
}

// The same at all places that ink reaches.
INLINE void sums(const Pass *pass, int images, int width, int first, float *output) {
    for (int place = 0; place < pass->output_side * pass->output_side;
         place++, output += pass->output_channels)
        if (pass->output_ink[place])
            sum(pass, images, width, pass->windows + place / pass->output_side,
                pass->windows + place % pass->output_side, first, output);
}

INLINE void all_sums(const Pass *pass, int images, int widest, const float *input, float *output) {
    list_terms(pass, images, input);
    for (int first = 0; first < pass->output_channels; first += 4 * widest) {
        int width = (pass->output_channels - first + 3) / 4;
#define WIDTH(width) case width: sums(pass, images, width, first, output); break;
        switch (width < widest ? width : widest) { WIDTH(1) WIDTH(2) WIDTH(3) WIDTH(4) WIDTH(5) }
    }
}

static void multiply(const Pass *pass, int images, const float *input, float *output) {
    if (images == 1) all_sums(pass, 1, WIDEST, input, output);
    else all_sums(pass, BATCH, 2, input, output);
}

static void spread_ink(const Pass *pass) {
    for (int place = 0; place < pass->output_side * pass->output_side; place++) {
        const Window *down = pass->windows + place / pass->output_side;
        const Window *across = pass->windows + place % pass->output_side;
        const float *ink = pass->input_ink + down->first * pass->input_side + across->first;
        float most = 0;
        for (int row = 0; row < down->count; row++, ink += pass->input_side)
            for (int column = 0; column < across->count; column++)
                most = ink[column] > most ? ink[column] : most;
        pass->output_ink[place] = most;
    }
}

// The forward pass for one image, or for a batch whose ink lies at the same places.
void convolve(const Pass *pass, int images, const float *input, float *output) {
    spread_ink(pass);
    multiply(pass, images, input, output);
    for (int i = 0; i < images; i++) {
        const float *paper = pass->paper;
        for (int place = 0; place < pass->output_side * pass->output_side; place++)
            for (int channel = 0; channel < pass->output_channels; channel++, output++, paper++)
                *output = !pass->output_ink[place]   ? *paper
                          : *output > pass->minimum ? *output
                                                    : pass->minimum;
    }
}

// The backward pass: `input` holds gradients of the layer's output, `output` receives those of the
// layer's own input, whose `values` decide where a ReLU let gradients through.
void backpropagate(const Pass *pass, int images, const float *input, const float *values,
                   float *output) {
    multiply(pass, images, input, output);
    for (int i = 0; i < images; i++)
        for (int place = 0; place < pass->output_side * pass->output_side; place++)
            for (int channel = 0; channel < pass->output_channels; channel++, output++, values++)
                *output = pass->output_ink[place] && *values > pass->minimum ? *output : 0;
}

// Max pooling.
typedef struct {
    int side, channels;  // of the input
    int size, stride;    // of the squares
} Pool;

// Where the channels lie of one place in the square that begins at a row and a column.
static inline int channels_at(const Pool *pool, int row, int column, int place) {
    int y = row + place / pool->size, x = column + place % pool->size;
    return (y * pool->side + x) * pool->channels;
}

void pool(const Pool *pool, int images, const float *input, float *output) {
    int last = pool->side - pool->size, channels = pool->channels;
    for (; images > 0; images--, input += pool->side * pool->side * channels) {
        for (int row = 0; row <= last; row += pool->stride) {
            for (int column = 0; column <= last; column += pool->stride, output += channels) {
                for (int i = 0; i < channels; i++) output[i] = -__builtin_inff();
                for (int place = 0; place < pool->size * pool->size; place++) {
                    const float *from = input + channels_at(pool, row, column, place);
                    for (int i = 0; i < channels; i++)
                        output[i] = from[i] > output[i] ? from[i] : output[i];
                }
            }
        }
    }
}

// The gradient of each maximum goes to the first of the values that equals it.
void unpool(const Pool *pool, int images, const float *maxima, float *gradients,
            const float *values, float *output) {
    int last = pool->side - pool->size, channels = pool->channels;
    for (; images > 0; images--) {
        for (int row = 0; row <= last; row += pool->stride) {
            for (int column = 0; column <= last; column += pool->stride) {
                for (int place = 0; place < pool->size * pool->size; place++) {
                    int at = channels_at(pool, row, column, place);
                    for (int i = 0; i < channels; i++) {
                        float gradient = values[at + i] == maxima[i] ? gradients[i] : 0;
                        output[at + i] += gradient, gradients[i] -= gradient;
                    }
                }
                maxima += channels, gradients += channels;
            }
        }
        values += pool->side * pool->side * channels, output += pool->side * pool->side * channels;
    }
}
