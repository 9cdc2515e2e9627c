import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from web.service.images import DataUrlError, decode, encode


@given(arrays(np.uint8, st.tuples(st.integers(8, 30), st.integers(1, 30))))
def test_an_encoded_image_is_decoded_again(gray):
    np.testing.assert_array_equal(np.asarray(decode(encode(gray))), gray)


@given(
    st.one_of(
        st.text(),
        st.none(),
        st.floats(),
        st.dictionaries(st.text(), st.text()),
        st.binary().map(lambda data: f"data:image/png;base64,{data!r}"),
        st.text(alphabet="ABCdef+/=", max_size=40).map("data:image/png;base64,".__add__),
    )
)
def test_anything_else_is_refused_in_one_sentence(text):
    with pytest.raises(DataUrlError, match=r"^Expected a drawing [^\n]*$"):
        decode(text)
