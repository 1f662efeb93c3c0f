//! Which few of many are shown?
//!
//! The first ones that come, those of different calls before several of one: ten quotes of a single call would say
//! nothing of how others put it.

/// At most so many things, each of some call.
#[derive(Debug, Clone)]
pub struct Few<T> {
    most: usize,
    last_call: Option<u64>,
    /// The first of each call.
    firsts: Vec<T>,
    others: Vec<T>,
}

impl<T> Few<T> {
    /// None yet.
    pub fn new(most: usize) -> Few<T> {
        Few {
            most,
            last_call: None,
            firsts: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Offers one, which is only made where there is room. Those of one call come one after the other.
    pub fn offer(&mut self, call: u64, make: impl FnOnce() -> T) {
        let is_first = self.last_call != Some(call);
        self.last_call = Some(call);
        let place = if is_first {
            &mut self.firsts
        } else {
            &mut self.others
        };
        if place.len() < self.most {
            place.push(make());
        }
    }

    /// The ones that are shown.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.firsts.iter().chain(&self.others).take(self.most)
    }
}
