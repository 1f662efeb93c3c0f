//! Which formats can be read, and how sure are we of each one's shape?
//!
//! One line for each: what the code calls it, the slug that users see and type, what its writer calls it, and where
//! its shape is known from. The README's table is made of these lines.

/// Where the shape of a format is known from, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Measured on real files.
    Measured,
    /// The vendor's machine-readable specification, or a recorded exchange.
    Specified,
    /// The vendor's documentation.
    Documented,
    /// Read in other people's code or in an issue.
    SecondHand,
}

impl Evidence {
    /// As the README's table says it.
    pub fn words(self) -> &'static str {
        match self {
            Evidence::Measured => "real files",
            Evidence::Specified => "specification",
            Evidence::Documented => "documentation",
            Evidence::SecondHand => "experimental: no real file was seen",
        }
    }
}

/// What the table says about a format.
#[derive(Debug, Clone, Copy)]
pub struct About {
    pub format: Format,
    /// The slug shown as `format`, stored with the call, and typed after `--format`.
    pub name: &'static str,
    /// What its writer calls it.
    pub title: &'static str,
    pub evidence: Evidence,
}

macro_rules! formats {
    ($($variant:ident $name:literal $title:literal $evidence:ident,)+) => {
        /// Every format that can be read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Format {
            $(#[doc = $title] $variant,)+
        }

        /// All of them, in the order of the README's table.
        pub const FORMATS: &[About] = &[
            $(About {
                format: Format::$variant,
                name: $name,
                title: $title,
                evidence: Evidence::$evidence,
            },)+
        ];
    };
}

formats! {
    VerbatimJson "verbatim-json" "verbatim's own JSON" Measured,
    ZoomVtt "zoom-vtt" "Zoom recording transcript (.vtt)" Measured,
    TeamsVtt "teams-vtt" "Microsoft Teams (.vtt, three shapes)" Measured,
    TeamsDocx "teams-docx" "Microsoft Teams (.docx)" SecondHand,
    MeetDocx "meet-docx" "Google Meet notes and transcript (.docx)" SecondHand,
    MeetMarkdown "meet-markdown" "Google Meet, as Markdown" Measured,
    MeetText "meet-text" "Google Meet, as the text of a Doc" SecondHand,
    WebexVtt "webex-vtt" "Webex (.vtt)" SecondHand,
    WebVtt "webvtt" "WebVTT" Measured,
    Srt "srt" "SubRip (.srt)" Measured,
    Sbv "sbv" "YouTube captions (.sbv)" Measured,
    Ttml "ttml" "TTML captions" Documented,
    Text "text" "text: `Name: text`, `[00:01:02] Name: text`" Measured,
    Otter "otter" "Otter (.txt)" Measured,
    Rev "rev" "Rev (.txt)" Measured,
    Descript "descript" "Descript (.txt)" Measured,
    Markdown "markdown" "Markdown with names in bold or as headings" Measured,
    Csv "csv" "a table (.csv) with a row for each utterance" Measured,
    Docx "docx" "a Word document with `Name: text` in it" Measured,
    Gong "gong" "Gong (API and export)" Specified,
    Fireflies "fireflies" "Fireflies" Specified,
    Fathom "fathom" "Fathom" Documented,
    Grain "grain" "Grain" Documented,
    Avoma "avoma" "Avoma" Documented,
    ReadAi "read-ai" "Read.ai" Documented,
    Tldv "tldv" "tl;dv" Documented,
    Granola "granola" "Granola" Documented,
    Circleback "circleback" "Circleback" Documented,
    Chorus "chorus" "Chorus" SecondHand,
    Clari "clari" "Clari Copilot" SecondHand,
    Salesloft "salesloft" "Salesloft" SecondHand,
    Dialpad "dialpad" "Dialpad" SecondHand,
    Aircall "aircall" "Aircall" Documented,
    Quo "quo" "Quo (OpenPhone)" Documented,
    Hubspot "hubspot" "HubSpot call transcript" Documented,
    Recall "recall" "Recall.ai" Documented,
    Retell "retell" "Retell" Documented,
    Whisper "whisper" "Whisper (json, verbose_json)" Measured,
    WhisperCpp "whisper-cpp" "whisper.cpp" Measured,
    WhisperX "whisperx" "WhisperX" Measured,
    Deepgram "deepgram" "Deepgram" Measured,
    AssemblyAi "assemblyai" "AssemblyAI" Measured,
    AwsTranscribe "aws-transcribe" "Amazon Transcribe" Measured,
    AwsCallAnalytics "aws-call-analytics" "Amazon Transcribe Call Analytics" Measured,
    GoogleStt "google-stt" "Google Speech-to-Text (v1, v2)" Measured,
    AzureSpeech "azure-speech" "Azure Speech (batch)" Specified,
    RevAi "rev-ai" "Rev.ai" Measured,
    Speechmatics "speechmatics" "Speechmatics" Measured,
    Watson "watson" "IBM Watson" Measured,
    ElevenLabs "elevenlabs" "ElevenLabs" Documented,
    PodcastJson "podcast-json" "Podcasting 2.0 transcript (.json)" Measured,
    Gecko "gecko" "Gecko" Measured,
    Kaldi "kaldi" "BBC Kaldi" Measured,
    SegLst "seglst" "SegLST" Measured,
    NistStm "nist-stm" "NIST STM" Measured,
    NistCtm "nist-ctm" "NIST CTM" Measured,
}

impl Format {
    /// What the table says about it.
    pub fn about(self) -> &'static About {
        &FORMATS[self as usize]
    }

    /// The slug shown as `format` and stored with the call.
    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// The format of that slug.
    pub fn named(name: &str) -> Option<Format> {
        let about = FORMATS
            .iter()
            .find(|about| about.name.eq_ignore_ascii_case(name.trim()));
        about.map(|about| about.format)
    }
}
