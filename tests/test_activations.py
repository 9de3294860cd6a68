"""Values and slopes of the activations, also far from zero."""

import warnings
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from nnlib import activations

FAR = np.array([-1e4, -800.0, -40.0, -1.0, 0.0, 1.0, 40.0, 800.0, 1e4])


@pytest.mark.parametrize("name", activations.ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_no_activation_warns_or_loses_its_type(name, dtype):
    activation = activations.get(name)
    z = FAR.astype(dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = activation.value(z)
        slope = activation.slope(z, a)
    assert np.isfinite(a).all() and np.isfinite(slope).all()
    assert a.dtype == slope.dtype == dtype
    assert a.shape == slope.shape == z.shape


@pytest.mark.parametrize("name", activations.ACTIVATIONS)
@given(z=st.floats(-20, 20).filter(lambda z: abs(z) > 1e-4))
def test_slope_is_the_central_difference(name, z):
    activation = activations.get(name)
    z, h = np.array([z]), 1e-5
    numeric = (activation.value(z + h) - activation.value(z - h)) / (2 * h)
    assert activation.slope(z, activation.value(z)) == pytest.approx(numeric, rel=1e-6, abs=1e-9)


@given(z=st.floats(-1e4, 1e4))
def test_sigmoid_is_exact(z):
    exact = float(1 / (1 + (-Decimal(z)).exp()))
    smallest = 5e-324  # below 2e-308 floats lose digits one by one
    assert activations.sigmoid(np.array([z])) == pytest.approx(exact, rel=1e-14, abs=2 * smallest)


@given(z=st.floats(-700, 1e4))
def test_softplus_is_exact(z):
    assert activations.softplus(np.array([z])) == pytest.approx(
        -special.log_expit(-z), rel=1e-14, abs=0
    )


def test_gelu_is_near_its_definition():
    z = np.linspace(-6, 6, 101)
    assert np.abs(activations.gelu(z) - z * stats.norm.cdf(z)).max() < 5e-4


@given(z=st.floats(-50, 50))
def test_identities(z):
    z = np.array([z])
    assert activations.silu(z) == pytest.approx(z * special.expit(z))
    assert activations.elu(z) == pytest.approx(np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1))
    assert activations.relu(z) == np.maximum(0, z)
    assert activations.leaky_relu(z) == np.where(z > 0, z, 0.01 * z)


def test_get_makes_an_activation_of_a_function():
    cube = activations.get(lambda z: z**3)
    assert cube.slope(np.array([2.0]), None) == pytest.approx(12)
    given_slope = activations.from_function(np.sin, slope=np.cos)
    with_output = activations.from_function(np.exp, slope=lambda z, a: a, name="exp")
    assert with_output.slope(None, np.array([3.0])) == 3
    assert (with_output.name, given_slope.name) == ("exp", "sin")
    assert activations.get(cube) is cube
    with pytest.raises(TypeError, match="activation must be a name, an Activation or a function"):
        activations.get(3)
