"""Things one buys: food and drink, clothes, the body, the home."""

from spotwright.storyboard.phrasebook.lines import subject

GOODS = (
    subject(
        "coffee",
        "coffee espresso roast roaster roastery roasted barista latte cappuccino brew beans",
        hooks="""
            Mornings deserve better|Mornings deserve better than average coffee.
            That first sip|You know that first sip? It can be even better.|wy
            Good mornings start here||w
            Still settling for stale?|Still settling for stale coffee?|b
            Wake up to something good
            But first, coffee|But first, coffee. The good kind.|y
            A quieter kind of morning||x
            Better beans. Better mornings.||r
            """,
        pains="""
            Another forgettable cup?|Another rushed, forgettable cup?
            Average coffee adds up|Average coffee, every single morning. It adds up.
            Out of beans again?|Out of beans on a Monday? Nobody needs that.|yw
            """,
        softs="""
            The best part of your morning|It might just be the best part of your morning.
            A cup worth waking up for
            Slow down for a minute|Slow down for a minute. This one is yours.|w
            Taste the difference care makes
            """,
        picture="coffee beans",
        views="""
            steam curling off a fresh cup in early light
            beans tumbling in slow motion
            a hand pouring a thin stream of water over the filter
            a quiet kitchen table, one cup, morning sun
            """,
    ),
    subject(
        "drink",
        """
        water tea juice drink beverage soda lemonade kombucha smoothie wine beer gin whisky whiskey
        cocktail brewery sparkling
        """,
        hooks="""
            Thirsty for something better?
            Take a moment. Take a sip.||wx
            Pour yourself a good one||y
            Freshness you can hear||b
            Some moments call for a glass||x
            """,
        pains="""
            Same old, same old?|The same old drink again?
            Your afternoon called|Your afternoon called. It wants some life back.|y
            """,
        softs="""
            Crisp from the first sip
            Made to be shared|Made to be shared. Or not.|yw
            A small moment, well poured
            """,
        picture="cold glass",
        views="""
            condensation running down a cold glass
            a slow pour catching the light
            two glasses meeting over a long table
            """,
    ),
    subject(
        "food",
        """
        food meal meals snack snacks kitchen restaurant recipe recipes chef pizza burger chocolate
        bakery bread vegan dinner lunch sauce cheese pasta ice-cream catering
        """,
        hooks="""
            What’s for dinner?|What’s for dinner? Tonight, that’s a good question.
            Hungry?|Hungry? Good timing.|yb
            Good food changes the day||w
            Tonight tastes different
            Bring everyone to the table||w
            A table worth waiting for||x
            """,
        pains="""
            Nothing in the fridge, again|Six o’clock, and nothing in the fridge. Again.
            Tired of the same dinners?|Tired of the same five dinners?
            No time to cook?
            """,
        softs="""
            Flavour in every bite
            Simply good to eat
            One bite and you’ll know|One bite, and you’ll know.
            Seconds are likely|Seconds are likely. You’ve been warned.|y
            """,
        picture="fresh ingredients",
        views="""
            fresh ingredients hitting a hot pan
            a plate set down on a full, laughing table
            a knife through crisp vegetables, very close
            """,
    ),
    subject(
        "running",
        "running runner runners shoe shoes sneaker sneakers trainers marathon jogging trail cushioning",
        hooks="""
            One more mile|One more mile. You’ve got it in you.|b
            Your best run is ahead of you
            Heavy legs?|Heavy legs? Let’s fix that.|y
            Lace up. Let go.||b
            The road is waiting|The road is waiting. What about you?
            What if running felt easier?|What if running felt easier?|wr
            """,
        pains="""
            The last mile always hurts|The last mile always hurts. Does it have to?
            Tired feet slow you down|Tired feet slow everybody down.
            Some days, every step is work
            """,
        softs="""
            Made for the miles ahead
            Run for the joy of it||w
            Find your stride|Find your stride, and keep it.
            Go further than yesterday||b
            """,
        picture="running shoe",
        views="""
            a runner crossing a bridge at first light
            the sole flexing as it leaves the ground, in slow motion
            laces pulled tight, hands only
            an empty road stretching ahead
            """,
    ),
    subject(
        "fitness",
        """
        fitness gym workout workouts exercise yoga pilates protein muscle strength training athlete
        sport sports cycling bike
        """,
        hooks="""
            Ready for stronger?||b
            Day one starts now||u
            You’re closer than you think||w
            Skip the excuses||b
            Move like you mean it
            """,
        pains="""
            Motivation comes and goes|Motivation comes and goes. Mostly goes.|y
            Too busy to work out?
            Stuck on the same plateau?
            """,
        softs="""
            Stronger, one day at a time
            Feel it working
            Show up for yourself|Show up for yourself. The rest follows.|w
            """,
        picture="kettlebell",
        views="""
            chalk dust hanging in hard side light
            hands closing around a bar
            a deep breath before the first rep
            """,
    ),
    subject(
        "fashion",
        """
        fashion clothing clothes dress dresses jacket jackets jeans shirt shirts wear streetwear
        knitwear bag bags handbag leather outfit collection
        """,
        hooks="""
            Wear what feels like you
            A closet full of nothing to wear?||y
            Dressed for the life you live
            Cut above the noise||x
            Made to be noticed||b
            Fewer, better things||xr
            """,
        pains="""
            Full closet. Nothing to wear.|A full closet, and nothing to wear.
            Trends fade fast|Trends fade fast. So do most clothes.
            """,
        softs="""
            Feels as good as it looks
            A favourite from day one
            Easy to wear. Hard to take off.||yw
            The detail is the difference||x
            """,
        picture="folded fabric",
        views="""
            fabric moving in slow motion
            a close pass over stitching and texture
            someone catching their own reflection and smiling
            """,
    ),
    subject(
        "watch",
        """
        watch watches chronograph timepiece jewellery jewelry ring rings necklace diamond gold silver
        bracelet tourbillon horology
        """,
        hooks="""
            Time, considered.||x
            Some things are meant to stay|Some things are meant to stay.|xw
            Every second, earned.||b
            Made for the long view||xr
            What will you pass on?||xw
            A little brilliance goes far||wy
            """,
        pains="""
            Most things don’t last|Most things are not made to last.|xrs
            """,
        softs="""
            Made to be noticed. Quietly.||x
            Precision you can feel||xr
            The kind of thing you keep||xw
            Wear it every day
            """,
        picture="wrist watch",
        views="""
            light sliding across polished metal
            a macro pass over the dial, the second hand sweeping
            a cuff drawn back, an unhurried glance
            dark velvet, one bright edge
            """,
    ),
    subject(
        "beauty",
        """
        beauty skincare skin serum cream moisturiser moisturizer makeup cosmetics hair shampoo perfume
        fragrance lipstick salon spa glow
        """,
        hooks="""
            Your skin, on a good day
            Hello, glow.||yw
            Ready for your close-up?||yb
            Beauty, without the fuss
            The quiet luxury of good skin||x
            """,
        pains="""
            A shelf full of maybes|A shelf full of bottles, and none of them right.
            Skin having a day?||y
            Ten steps is nine too many||yb
            """,
        softs="""
            Feel good in your skin
            A moment just for you||w
            Less routine. More glow.
            A ritual worth keeping||x
            """,
        picture="cosmetic bottle",
        views="""
            a drop falling from a glass pipette
            soft window light over clear skin
            cream swept across a surface in one stroke
            """,
    ),
    subject(
        "kids",
        "toy toys kids kid children child blocks puzzle dolls playtime playful plush baby toddler toddlers nursery",
        hooks="""
            Ready, set, play!||yb
            What will they build today?|What will they dream up today?
            Rainy day? No problem.||y
            Big ideas. Little hands.||wy
            Playtime just got bigger||y
            Small hands. Whole worlds.||xw
            """,
        pains="""
            “I’m bored.” Sound familiar?|“I’m bored.” Sound familiar?
            Screens win too often|Some days, the screen wins.
            Toys that last a weekend|Most toys last about a weekend.
            """,
        softs="""
            Hours of happy noise|Hours of happy noise. Sorry, not sorry.|y
            Imagination included
            Made for little hands|Made for little hands and big ideas.
            Play that grows with them||wr
            """,
        picture="toy blocks",
        views="""
            small hands stacking one more piece on a wobbling tower
            a living-room floor turned into a city
            a child’s face lighting up, eye level
            """,
    ),
    subject(
        "pets",
        "pet pets dog dogs cat cats puppy kitten vet veterinary kibble leash",
        hooks="""
            Who’s a good boy?||y
            They give you everything||w
            That look. You know that look.||yw
            For the best friend you have
            """,
        pains="""
            Fussy eater at home?
            They can’t tell you what’s wrong|They can’t tell you what’s wrong. But you worry.|ws
            """,
        softs="""
            A happy tail says it all|Because a happy tail says it all.
            Care they can feel||w
            Good for them. Easy for you.
            """,
        picture="happy dog",
        views="""
            a dog bounding through tall grass towards the camera
            a nose, very close, then a lick
            a cat stretching in a patch of sun
            """,
    ),
    subject(
        "sleep",
        "mattress mattresses pillow pillows bedding duvet duvets sleep bed",
        hooks="""
            Sleep on it
            Good night. Really.||yw
            Tomorrow starts tonight||rb
            The softest part of your day||wx
            """,
        pains="Another restless night?",
        softs="""
            Wake up like you mean it||yb
            Feels right from night one
            """,
        picture="made bed",
        views="""
            morning light crossing white linen
            someone sinking in and letting go of the day
            """,
    ),
    subject(
        "home",
        """
        home interior decor kitchenware lamp lighting kitchen garden plants flooring homeware curtains rug rugs
        """,
        hooks="""
            Come home to better
            Your home called||y
            Make room for better living||r
            There’s no place like it||w
            Rooms remember|Good rooms stay with you.|x
            """,
        pains="""
            Something about the room is off|You like your home. Something is just missing.
            Home should feel better than this||s
            """,
        softs="""
            Feels right from day one
            Made for real life
            The corner you’ll fight over||y
            Quietly beautiful, every day||x
            """,
        picture="living room",
        views="""
            morning light crossing a calm room
            a hand running over wood grain
            someone sinking in and letting go of the day
            """,
    ),
    subject(
        "household",
        "spray stain stains detergent cleaner laundry dishwasher mop vacuum sponge limescale grease",
        hooks="""
            Some stains hold a grudge||y
            Spotless, for once
            Clean up. Then get out.|Clean up. Then get out and live.|b
            That one stain?|You know that one stain?|wy
            """,
        pains="""
            Scrub. Repeat. Give up.
            A cupboard full of cleaners|A cupboard full of cleaners, and still that stain.
            """,
        softs="""
            Back to better things|Back to better things than cleaning.
            Clean, the easy way
            """,
        picture="spray bottle",
        views="""
            one wipe leaving a bright trail across a dull surface
            a spray in slow motion, backlit
            sun on a spotless worktop
            """,
    ),
    subject(
        "gadget",
        """
        headphones earbuds speaker camera phone smartphone laptop tablet gadget device drone console
        smart wireless battery keyboard tech gaming game games
        """,
        hooks="""
            Turn it up||b
            What if it just worked?||r
            Meet your new favourite thing||y
            You haven’t heard this before||b
            Less tangle. More you.||yw
            Technology, made quiet||x
            """,
        pains="""
            Low battery. Again.|Low battery. At the worst moment. Again.
            Tech should help, not hassle|Technology should help. Too often, it hassles.
            """,
        softs="""
            It just works
            Small thing. Big difference.
            Made to disappear into your day||xr
            Hard to put down||y
            """,
        picture="headphones",
        views="""
            the device turning slowly against a dark ground
            a fingertip waking the screen
            a commuter, eyes closed, the noise gone
            """,
    ),
)
