"""Briefs that differ in every way that matters to the writer."""

from spotwright.storyboard import AssetRef, BrandGuide, Brief, CampaignBrief

_MEALS = (
    "Our platform changes how people plan meals. It learns what your family likes and builds a weekly menu in seconds! "
    "We are very proud. <b>The app</b> also orders the groceries for you, so you never stand in a queue again. "
)

TAX = Brief(
    product="TaxPilot, automated VAT filing software for small businesses",
    target_audience="Finance managers and owners of small businesses, 30-55",
    key_message=(
        "TaxPilot files your VAT returns automatically, saving 10 hours a month and avoiding costly mistakes. "
        "Trusted by 4,000 companies in Europe."
    ),
    call_to_action="Start your free trial at https://www.taxpilot.io",
    style="clean, modern",
    tone="confident, professional",
    visual_elements=("laptop with a calm dashboard", "stack of receipts"),
    music_style="minimal electronic",
    duration=30.0,
    brand=BrandGuide(
        "TaxPilot",
        "https://taxpilot.io",
        tone="professional",
        restrictions=("never say cheap", "no exclamation marks"),
    ),
    assets=(
        AssetRef("dashboard", "image", "dashboard.png", "product_shot"),
        AssetRef("team", "image", "office team.jpg", "lifestyle"),
        AssetRef("logo", "image", "logo.svg", "logo"),
    ),
    seed=1,
)
COFFEE = Brief(
    product="Brewline Coffee Subscription",
    target_audience="Busy professionals aged 25-40 who love great coffee",
    key_message="Freshly roasted single-origin beans, delivered to your door within 48 hours of roasting",
    call_to_action="Get 20% off your first box",
    style="warm, cinematic",
    visual_elements=("steaming cup", "coffee beans", "morning light"),
    format="9:16",
    brand=BrandGuide(
        "Brewline", "brewline.coffee", tone="warm and friendly", restrictions=("avoid the word 'guarantee'",)
    ),
    assets=(
        AssetRef("bag", "image", "bag of beans", "product"),
        AssetRef("pour", "video", "pour over clip", "lifestyle", duration=6.0),
    ),
    seed=2,
)
SHOES = Brief(
    product="AeroStride 3 running shoes",
    target_audience="Runners who train three times a week",
    key_message=(
        "Feather-light cushioning that returns 15% more energy, so every run feels easier. "
        "Rated 4.8 out of 5 by 2,300 runners."
    ),
    call_to_action="Shop now at aerostride.com",
    style="dynamic",
    tone="bold, energetic",
    visual_elements=("runner at dawn", "shoe sole close-up"),
    duration=20.0,
    fps=25,
    brand=BrandGuide("AeroStride", "https://aerostride.com"),
    assets=(AssetRef("hero", "image", "hero shoe", "hero"), AssetRef("bridge", "image", "runner bridge", "lifestyle")),
    seed=3,
)
DENTIST = Brief(
    product="Bright Smile Dental Clinic",
    target_audience="Anxious patients and families in Leeds",
    key_message="Gentle, judgement-free dentistry with same-day appointments and evening hours",
    call_to_action="Book your visit today",
    style="friendly, bright",
    tone="warm, reassuring",
    visual_elements=("smiling dentist", "bright clinic"),
    duration=30.0,
    format="1:1",
    brand=BrandGuide("Bright Smile", "www.brightsmile.co.uk"),
    campaign=CampaignBrief(
        "Spring",
        "more bookings",
        "https://brightsmile.co.uk/book",
        "We want to target nervous patients. Free first check-up for new patients until 30 June. Budget is £4,000. "
        "Over 20 years of experience in Leeds.",
    ),
    seed=4,
)
WATCH = Brief(
    product="Aurelian Chronograph",
    target_audience="Wealthy men 40-65",
    key_message="Hand-assembled in Geneva, made to be passed on. Each one takes 300 hours.",
    call_to_action="Discover the collection",
    style="luxury, dark, macro",
    tone="luxury",
    visual_elements=("dial", "leather strap"),
    music_style="solo piano",
    duration=30.0,
    fps=24,
    brand=BrandGuide(
        "Maison Aurel", "maisonaurel.ch", restrictions=("never use exclamation marks", "don't mention price")
    ),
    assets=(AssetRef("packshot", "image", "chronograph packshot", "product_shot"),),
    seed=5,
)
TOY = Brief(
    product="Blocky Buddies magnetic building blocks",
    target_audience="Parents of kids aged 3-8",
    key_message=(
        "Magnetic blocks that snap together, spark imagination and keep kids busy for hours. "
        "No screens, no batteries, just play!"
    ),
    call_to_action="Order yours today!",
    style="colourful, fun",
    tone="playful",
    visual_elements=("kids building a tower",),
    music_style="ukulele",
    format="9:16",
    brand=BrandGuide("Blocky Buddies"),
    seed=6,
)
CHARITY = Brief(
    product="Winter Shelter Appeal",
    target_audience="Compassionate people in our city",
    key_message=(
        "Tonight, 3,000 people in our city will sleep outside. "
        "£15 gives one person a warm bed, a hot meal and a safe place for a night."
    ),
    call_to_action="Donate now at wintershelter.org",
    style="documentary, honest",
    tone="serious, warm",
    visual_elements=("street at night", "hot soup"),
    duration=30.0,
    fps=25,
    brand=BrandGuide("Shelter North", "wintershelter.org"),
    seed=7,
)
GERMAN = Brief(
    product="Bergquell Mineralwasser",
    target_audience="Sportliche Erwachsene",
    key_message=(
        "Natürlich rein aus den Alpen. Ohne Kohlensäure, ohne Kompromisse. Frisch abgefüllt in der Glasflasche."
    ),
    call_to_action="Jetzt probieren auf bergquell.de",
    style="klar, natürlich",
    tone="frisch",
    visual_elements=("Bergsee", "Glasflasche"),
    fps=25,
    brand=BrandGuide("Bergquell", "bergquell.de"),
    assets=(AssetRef("flasche", "image", "Flasche.jpg", "product"),),
    seed=8,
)
ONE_WORD = Brief(
    product="coffee", target_audience="everyone", key_message="coffee", call_to_action="buy", style="nice", seed=9
)
LONG = Brief(
    product="MealMind",
    target_audience="families",
    key_message=(_MEALS * 30)[:5000],
    call_to_action="DOWNLOAD NOW!!!",
    style="vibrant",
    tone="fun",
    duration=60.0,
    brand=BrandGuide("MealMind"),
    seed=10,
)

BRIEFS = {
    "tax": TAX,
    "coffee": COFFEE,
    "shoes": SHOES,
    "dentist": DENTIST,
    "watch": WATCH,
    "toy": TOY,
    "charity": CHARITY,
    "german": GERMAN,
    "one word": ONE_WORD,
    "long": LONG,
}
