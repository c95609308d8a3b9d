"""The words that the grammar knows: verbs, participles, and nouns by how they are counted."""

from spotwright.storyboard.wordset import wordset

VERBS = wordset("""
    accelerate answer weigh round collect cost access achieve act add adjust adopt afford allow amplify apply
    arrange arrive ask assemble assist attend attract automate avoid bake balance banish be beat become begin
    believe bid block boost borrow bounce bring browse build burn buy calculate calm call capture care carry
    catch celebrate change charge chat check choose claim clean clear click climb close collect combine come
    compare complete connect conquer contact convert cook cool count cover create crush cure customise customize
    cut dance deliver deserve design detect develop dine discover dive donate download draw dream dress drink
    drive drop earn ease eat eliminate embrace empower enable end energise energize enhance enjoy enrol enroll
    ensure enter equip escape exercise expand expect experience explore express extend face fall feed feel fight
    file fill find finish fit fix flow fly focus follow forget fuel fund gain get gift give glow go grab grow
    handle have heal hear heat help hire hit hold host hydrate identify imagine improve include increase inspire
    install integrate invest invite join jump keep kick know land last laugh launch lead learn leave let lift
    light listen live look lose love lower maintain make manage master match maximise maximize measure meet
    minimise minimize miss monitor move nourish offer open optimise optimize order organise organize own pack
    park pay perform pick plan plant play please power prepare prevent print produce protect prove provide
    publish pull push put raise reach read receive recharge recover reduce refresh relax relieve remember remove
    renew rent repair replace request reserve rest restore return reveal ride rise run save scale schedule
    search secure see sell send serve set shape share shine ship shop show shrink sign simplify sip skip sleep
    slow smile smooth soothe sound spark spend spin stand start stay stop store stream strengthen stretch style
    submit subscribe succeed support surprise switch sync tackle take talk taste teach tell think thrive track
    trade train transfer transform travel treat trust try turn unlock unwind update upgrade use visit wake walk
    want warm wash watch wear whip win wipe wonder work wrap write
    """)
NOUN_TOO = wordset("""
    access act balance care change charge chat check claim climb close comfort cook cool cover cure cut dance
    design dream dress drink drive drop ease end escape exercise experience express face fall feed feel fight
    file fill finish fit fix flow focus fuel fund gain gift grab handle heat help hire hit hold host jump kick
    land last laugh launch lead light live look love lower master match measure move offer open order own pack
    park perform pick plan plant play power print produce push rent repair request reserve rest return rise run
    scale schedule search secure sell serve set shape share shine ship shop show sign sleep slow smile smooth
    sound spark spin stand start store stream stretch style support surprise switch taste touch track trade
    train transfer travel treat trust turn update upgrade use visit walk warm wash watch wear win wonder work
    wrap
    """)
AFTER_A_VERB = wordset("""
    a an the your you yours our us it its this that these those every each all any more less some no one my me
    their them up down off out on in into to with for from over through through like as at again now today
    tonight here faster better longer easier smarter harder less further free better well together online
    anywhere everywhere what when where how who and without along around
    """)
IRREGULAR_PAST = wordset("""
    made built grown brewed woven cut sewn born brought found given known taken chosen spun forged cast set done
    sold written drawn driven kept held left lit sent shown told taught worn won hand-made homemade handmade
    """)
MASS_NOUNS = wordset("""
    software coffee tea water insurance skincare dentistry furniture clothing jewellery jewelry cosmetics food
    wine beer milk chocolate cheese bread rice pasta honey oil makeup music art advice care education training
    banking accounting bookkeeping hosting storage security protection wellness fitness nutrition travel luggage
    equipment hardware footwear activewear sportswear knitwear outerwear underwear eyewear homeware kitchenware
    bedding energy electricity internet broadband marketing consulting recruitment juice soda kombucha yoghurt
    yogurt granola muesli protein shampoo soap lotion sunscreen perfume fragrance toothpaste detergent paint
    flooring lighting apparel streetwear denim leather merchandise tourism therapy physiotherapy yoga pilates
    cleaning catering delivery
    """)
COUNT_NOUNS = wordset("""
    subscription app platform shoe sneaker boot trainer watch clinic practice toy tool bike bicycle scooter car
    van bag backpack mattress pillow machine kit box course program programme class bank restaurant hotel resort
    agency bar drink snack service solution system assistant device gadget phone tablet laptop headset speaker
    camera lamp chair sofa desk table house home apartment villa boutique shop store marketplace network
    community game console book magazine newsletter podcast festival concert event conference workshop school
    academy university gym studio salon spa charity foundation appeal fund card account loan mortgage plan
    policy wallet browser extension plugin website builder generator tracker planner calendar dashboard suite
    robot drone vacuum blender grinder kettle oven grill knife pan cookware bottle cup mug drill jacket coat dress
    shirt sweater hoodie suit ring necklace bracelet serum cream moisturiser moisturizer cleanser mask
    supplement vitamin bar shake smoothie bakery café cafe roastery brewery winery
    vineyard farm garden tent helmet racket ball chronograph timepiece clock company firm startup brand range
    collection line series set pack bundle retreat tour cruise trip experience
    """)
PLURAL_ONLY = wordset(
    """
    jeans trousers pants shorts leggings glasses sunglasses scissors headphones earphones earbuds goods clothes
    groceries
    """
)
