pub mod call;
pub mod mention;
pub mod text;
pub mod mine;
pub mod search;
pub mod store;
pub mod quote;
