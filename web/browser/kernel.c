// The arithmetic of a network's layers with weights, for WebAssembly: what costs the time. A dense
// layer is a convolution whose kernel is as large as its input.
//
// Most numbers are 0: paper, and what a ReLU stops. So the others are listed first, and only these
// are multiplied. The way back through a layer is the same with its weights turned round, from
// gradients to gradients. What no ink reaches is as on blank paper, forward, and of no interest,
// back. Four images at a time share the weights that are loaded.
//
// Why no runtime of others: the networks have two kinds of layer, so this is all they need. As
// sent, LiteRT.js takes 2.35 MB more, ONNX Runtime Web 2.7 MB, TensorFlow.js 0.2 MB (its last release
// is of 2024), and the same three networks took them 1.1, 1.4 to 3.7, and 1.2 ms, against 0.9 ms
// by a kernel that left out no 0, and 8 ms by plain JavaScript. What they need of Keras's weights,
// this takes as it is: so nothing is converted, and the page packs them whenever it starts.
//
// Build it anew with
//   pip install ziglang==0.17.1
//   python -m ziglang cc -target wasm32-freestanding -mcpu=generic+simd128 -O3 -s -nostdlib \
//       -Wl,--no-entry,--export=convolve,--export=backpropagate,--export=pool,--export=unpool \
//       -Wl,--export=__heap_base,-z,stack-size=4096 -o web/browser/kernel.wasm \
//       web/browser/kernel.c web/browser/pool.c

#include <wasm_simd128.h>

#define INLINE static inline __attribute__((always_inline))
#define AT_ONCE 4  // images
#define WIDEST 5   // fours of channels

typedef float Four __attribute__((vector_size(16), aligned(4)));  // neighbouring channels

// The given rows that a wanted one takes, which lie side by side; columns are alike.
typedef struct {
    int first, count;
    int kernel;  // the row of the kernel for the first of them
} Reach;

// What is not 0 in all images, and where its weights begin in a row of the kernel.
typedef struct {
    int weights;
    float amounts[];
} Term;

// One way through a layer, forward or back.
typedef struct {
    int from, given;  // places in a row of the maps that are taken; channels of each
    int to, wanted;   // the same of those that are worked out
    int size, step;   // rows of the kernel, and how many of them a given row is after the last
    const Reach *reaches;      // of each wanted row
    int *starts, *terms;       // where in the list of all terms those of each given place start
    const float *weights, *offsets;
    const float *given_ink;    // how much reaches each given place
    float *ink;                // how much reaches each wanted one
    const float *paper;        // what a layer gives where there is none
    float least;               // of what is wanted: 0 behind a ReLU
} Way;

// From one channel's weights to the next one's.
INLINE int row_length(const Way *way) { return (way->wanted + 3) / 4 * 4; }

INLINE void list_terms(const Way *way, int images, const float *given) {
    int places = way->from * way->from, all = places * way->given, *end = way->terms;
    for (int place = 0; place < places; place++) {
        int first = place % way->from * way->step * way->given;
        way->starts[place] = end - way->terms;
        for (int channel = 0; channel < way->given; channel++, given++) {
            Term *term = (Term *)end;
            int counts = 0;
            term->weights = (first + channel) * row_length(way);
            for (int i = 0; i < images; i++) {
                term->amounts[i] = given[i * all];
                counts |= given[i * all] != 0;
            }
            end += counts ? 1 + images : 0;
        }
    }
    way->starts[places] = end - way->terms;
}

// `width` fours at one place, in all images.
INLINE void sum(const Way *way, int images, int width, const Reach *down, const Reach *across,
                int first, float *wanted) {
    const int all = way->to * way->to * way->wanted;
    Four sums[AT_ONCE][WIDEST];
    for (int i = 0; i < images; i++)
        for (int j = 0; j < width; j++) sums[i][j] = ((const Four *)(way->offsets + first))[j];
    for (int row = 0; row < down->count; row++) {
        const int *starts = way->starts + (down->first + row) * way->from + across->first;
        int kernel = (down->kernel + row * way->step) * way->size
                     + across->kernel - across->first * way->step;  // as if from column 0
        const float *weights = way->weights + kernel * way->given * row_length(way) + first;
        const int *end = way->terms + starts[across->count];
        for (const int *at = way->terms + starts[0]; at < end; at += 1 + images) {
            const Term *term = (const Term *)at;
            const Four *fours = (const Four *)(weights + term->weights);
            for (int j = 0; j < width; j++)
                for (int i = 0; i < images; i++) sums[i][j] += term->amounts[i] * fours[j];
        }
    }
    for (int i = 0; i < images; i++) {
        for (int j = 0; j < width; j++) {
            float *to = wanted + i * all + first + 4 * j;
            int left = way->wanted - first - 4 * j;
            if (left >= 4) *(Four *)to = sums[i][j];
            else for (int lane = 0; lane < left; lane++) to[lane] = sums[i][j][lane];
        }
    }
}

// `width` fours at all places that ink reaches.
INLINE void sums(const Way *way, int images, int width, int first, float *wanted) {
    for (int place = 0; place < way->to * way->to; place++, wanted += way->wanted)
        if (way->ink[place])
            sum(way, images, width, way->reaches + place / way->to,
                way->reaches + place % way->to, first, wanted);
}

INLINE void work(const Way *way, int images, int widest, const float *given, float *wanted) {
    list_terms(way, images, given);
    for (int first = 0; first < way->wanted; first += 4 * widest) {
        int width = (way->wanted - first + 3) / 4;
#define WIDTH(width) case width: sums(way, images, width, first, wanted); break;
        switch (width < widest ? width : widest) { WIDTH(1) WIDTH(2) WIDTH(3) WIDTH(4) WIDTH(5) }
    }
}

static void multiply(const Way *way, int images, const float *given, float *wanted) {
    if (images == 1) work(way, 1, WIDEST, given, wanted);
    else work(way, AT_ONCE, 2, given, wanted);
}

static void spread_ink(const Way *way) {
    for (int place = 0; place < way->to * way->to; place++) {
        const Reach *down = way->reaches + place / way->to;
        const Reach *across = way->reaches + place % way->to;
        const float *ink = way->given_ink + down->first * way->from + across->first;
        float most = 0;
        for (int row = 0; row < down->count; row++, ink += way->from)
            for (int column = 0; column < across->count; column++)
                most = ink[column] > most ? ink[column] : most;
        way->ink[place] = most;
    }
}

// What a layer gives for one image or `AT_ONCE`, whose ink is at the same places.
void convolve(const Way *way, int images, const float *given, float *wanted) {
    spread_ink(way);
    multiply(way, images, given, wanted);
    for (int i = 0; i < images; i++) {
        const float *paper = way->paper;
        for (int place = 0; place < way->to * way->to; place++)
            for (int channel = 0; channel < way->wanted; channel++, wanted++, paper++)
                *wanted = !way->ink[place] ? *paper : *wanted > way->least ? *wanted : way->least;
    }
}

// From the gradients of what a layer gives to those of the values that it takes. Values that do not
// count have none: a ReLU lets none through, and paper is asked for none.
void backpropagate(const Way *way, int images, const float *given, const float *values,
                   float *wanted) {
    multiply(way, images, given, wanted);
    for (int i = 0; i < images; i++)
        for (int place = 0; place < way->to * way->to; place++)
            for (int channel = 0; channel < way->wanted; channel++, wanted++, values++)
                *wanted = way->ink[place] && *values > way->least ? *wanted : 0;
}
