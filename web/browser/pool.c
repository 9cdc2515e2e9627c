// The largest of each square, for WebAssembly; built with `kernel.c`.

typedef struct {
    int side, channels;  // of the maps that are taken
    int size, stride;    // of the squares
} Pool;

// Where the channels lie of one place in the square that begins at a row and a column.
static inline int channels_at(const Pool *pool, int row, int column, int place) {
    int y = row + place / pool->size, x = column + place % pool->size;
    return (y * pool->side + x) * pool->channels;
}

void pool(const Pool *pool, int images, const float *given, float *wanted) {
    int last = pool->side - pool->size, channels = pool->channels;
    for (; images > 0; images--, given += pool->side * pool->side * channels) {
        for (int row = 0; row <= last; row += pool->stride) {
            for (int column = 0; column <= last; column += pool->stride, wanted += channels) {
                for (int i = 0; i < channels; i++) wanted[i] = -__builtin_inff();
                for (int place = 0; place < pool->size * pool->size; place++) {
                    const float *from = given + channels_at(pool, row, column, place);
                    for (int i = 0; i < channels; i++)
                        wanted[i] = from[i] > wanted[i] ? from[i] : wanted[i];
                }
            }
        }
    }
}

// Hands the gradients of the `largest` on to the first of the values that is as large.
void unpool(const Pool *pool, int images, const float *largest, float *gradients,
            const float *values, float *wanted) {
    int last = pool->side - pool->size, channels = pool->channels;
    for (; images > 0; images--) {
        for (int row = 0; row <= last; row += pool->stride) {
            for (int column = 0; column <= last; column += pool->stride) {
                for (int place = 0; place < pool->size * pool->size; place++) {
                    int at = channels_at(pool, row, column, place);
                    for (int i = 0; i < channels; i++) {
                        float gradient = values[at + i] == largest[i] ? gradients[i] : 0;
                        wanted[at + i] += gradient, gradients[i] -= gradient;
                    }
                }
                largest += channels, gradients += channels;
            }
        }
        values += pool->side * pool->side * channels, wanted += pool->side * pool->side * channels;
    }
}
