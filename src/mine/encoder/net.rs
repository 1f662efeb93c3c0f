//! How is a window turned into answers?

use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use crate::mine::encoder::window::Window;
use crate::mine::encoder::{Answer, EncoderError};

/// The network, ready to run.
pub struct Net {
    model: Model,
    ids: NodeId,
    parts: NodeId,
    places: NodeId,
    units: NodeId,
    answers: NodeId,
}

impl Net {
    /// Reads the weights.
    pub fn load(weights: &'static [u8]) -> Result<Net, EncoderError> {
        let model = apart(|| {
            let mut options = ModelOptions::with_all_ops();
            options.prepack_weights(true);
            options.load_static_slice(weights)
        })?;
        let node = |name: &str| model.node_id(name).map_err(EncoderError::new);
        Ok(Net {
            ids: node("ids")?,
            parts: node("types")?,
            places: node("places_of")?,
            units: node("units")?,
            answers: node("answers")?,
            model,
        })
    }

    /// An answer for every unit of a window.
    pub fn run(
        &self,
        window: &Window,
        pool: &Arc<ThreadPool>,
    ) -> Result<Vec<Answer>, EncoderError> {
        let (n_units, n) = (window.units.len(), window.ids.len());
        let mut units = vec![0.0f32; n_units * n];
        for (row, unit) in units.chunks_exact_mut(n).zip(&window.units) {
            row[unit.pieces.clone()].fill(1.0);
        }
        let numbers = |values: Vec<i32>| Value::from(NdTensor::from_data([n], values));
        let inputs = vec![
            (self.ids, numbers(window.ids.clone()).into()),
            (self.parts, numbers(window.parts.clone()).into()),
            (self.places, numbers((0..n as i32).collect()).into()),
            (
                self.units,
                Value::from(NdTensor::from_data([n_units, n], units)).into(),
            ),
        ];
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let mut found = apart(|| self.model.run(inputs, &[self.answers], Some(options)))?;
        let answers = found
            .pop()
            .ok_or_else(|| EncoderError::new("it says nothing"))?;
        let answers: NdTensor<f32, 2> = answers.try_into().map_err(EncoderError::new)?;
        let rows = (0..n_units).map(|unit| answers.slice(unit).iter().copied().collect());
        Ok(rows.collect())
    }
}

/// Does something on a thread of its own.
///
/// Whoever tags is one of rayon's threads, which would take up other calls while it waits for the network's: calls would
/// be begun one inside the other, and all wait for what the first of them holds.
fn apart<T: Send, E: std::fmt::Display + Send>(
    act: impl FnOnce() -> Result<T, E> + Send,
) -> Result<T, EncoderError> {
    let ended = std::thread::scope(|scope| scope.spawn(act).join());
    ended
        .map_err(|_| EncoderError::new("it panicked"))?
        .map_err(EncoderError::new)
}
